import { error, type Rule, warning } from "./rule";

/** Emails go only to the department's own domains. */
export const emailsStayInside: Rule = ({ notifications }, { environment }) => {
  const { emailDomains } = environment.settings.workflows;
  return (notifications?.emails ?? [])
    .map((address, index) => ({ address, index }))
    .filter(({ address }) => !emailDomains.some((domain) => address.toLowerCase().endsWith(`@${domain}`)))
    .map(({ address, index }) =>
      error(
        "email-domain",
        ["notifications", "emails", index],
        `${address} is not an address at ${emailDomains.map((domain) => `@${domain}`).join(" or ")}; write one that is`,
      ),
    );
};

/**
 * Warns of `slack_channel: #team`. In YAML, # starts a comment, so the key has no value and nobody gets a notification.
 */
export const channelIsWritten: Rule = ({ notifications }, { sourceOf }) => {
  const path = ["notifications", "slack_channel"];
  return notifications?.slack_channel === undefined && sourceOf(path) === ""
    ? [
        warning(
          "empty-channel",
          path,
          "notifications.slack_channel has no value, because # starts a comment in YAML; write the channel without #, or remove the key",
        ),
      ]
    : [];
};

/** Without a channel, nobody gets the events. */
export const eventsHaveAChannel: Rule = ({ notifications }) =>
  notifications?.slack_events !== undefined && notifications.slack_channel === undefined
    ? [
        {
          ...warning(
            "events-without-channel",
            ["notifications", "slack_events"],
            "notifications.slack_events has no effect without notifications.slack_channel; name the channel or remove it",
          ),
          atKey: true,
        },
      ]
    : [];
