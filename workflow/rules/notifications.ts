import { error, type Rule, warning } from "./rule";

/** E-mails go to the department's own domains. */
export const emailsStayInside: Rule = ({ notifications }, { environment }) => {
  const { emailDomains } = environment.settings.workflows;
  return (notifications?.emails ?? [])
    .map((address, index) => ({ address, index }))
    .filter(({ address }) => !emailDomains.some((domain) => address.toLowerCase().endsWith(`@${domain}`)))
    .map(({ address, index }) =>
      error(
        "email-domain",
        ["notifications", "emails", index],
        `${address} is outside ${emailDomains.map((domain) => `@${domain}`).join(", ")}; write an address there`,
      ),
    );
};

/** `slack_channel: #team` is a key without a value, as # starts a comment: nobody would hear of anything. */
export const channelIsWritten: Rule = ({ notifications }, { sourceOf }) => {
  const path = ["notifications", "slack_channel"];
  return notifications?.slack_channel === undefined && sourceOf(path) === ""
    ? [
        warning(
          "empty-channel",
          path,
          "notifications.slack_channel has no value, as # starts a comment in YAML; write the channel without #, or remove the key",
        ),
      ]
    : [];
};

/** Events without a channel are told to nobody. */
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
