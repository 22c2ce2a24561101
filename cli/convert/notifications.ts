import { callOf, type DagFacts, listOf, mapOf, textOf, type Place, type Value } from "./facts";
import type { Tools } from "./tasks";

/** The key `notifications` of a manifest. */
export interface ManifestNotifications {
  emails?: readonly string[];
  slack_channel?: string;
  slack_events?: readonly string[];
}

const CALLBACKS = { on_failure_callback: "failure", on_success_callback: "success" } as const;

/** Notifications of the DAG and its tasks. */
export function notificationsOf(dag: DagFacts, { notes }: Tools): ManifestNotifications {
  const emails = new Set<string>();
  const channels = new Set<string>();
  const events = new Set<string>();
  for (const { keywords, place } of [dag, ...dag.tasks]) {
    if (keywords["email_on_failure"] !== false) {
      listOf(keywords["email"]).forEach((one) => {
        textOf(one)
          .split(/[,;\s]+/)
          .forEach((address) => emails.add(address));
      });
    }
    if (keywords["email_on_retry"] !== false && listOf(keywords["email"]).length > 0) {
      notes.changed(place, "email also came on retries; here it comes on failure only");
    }
    for (const [name, event] of Object.entries(CALLBACKS)) {
      for (const value of listOf(keywords[name])) {
        const channel = channelOf(value);
        if (channel === undefined) {
          notes.leftOut(place, `${name} is Python that runs in Airflow; write notifications.slack_channel or emails`);
        } else {
          channels.add(channel);
          events.add(event);
          notes.changed(
            callOf(value)?.place ?? place,
            "the platform writes the text of Slack messages itself, and reports success once for each run",
          );
        }
      }
    }
  }
  emails.delete("");
  return { ...(emails.size === 0 ? {} : { emails: [...emails] }), ...slackOf(channels, events, dag.place, notes) };
}

function channelOf(value: Value): string | undefined {
  const call = callOf(value);
  const slack = call?.name === "send_slack_notification" || call?.name === "SlackNotifier";
  const channel = slack ? mapOf(call.keywords).get("channel") : undefined;
  return typeof channel === "string" ? channel.replace(/^#/, "") : undefined;
}

function slackOf(
  channels: ReadonlySet<string>,
  events: ReadonlySet<string>,
  place: Place,
  notes: Tools["notes"],
): ManifestNotifications {
  const [channel, ...more] = channels;
  if (channel === undefined) {
    return {};
  }
  if (more.length > 0) {
    notes.leftOut(place, `the Slack channels ${more.join(", ")}: a workflow has one, ${channel}`);
  }
  return { slack_channel: channel, ...(events.size === 2 ? {} : { slack_events: [...events] }) };
}
