import { DEVELOPMENT, manifest, problemsOf } from "../../support/manifests";

describe("notifications.emails", () => {
  test.each(["a@justice.gov.uk", "A@Justice.GOV.UK"])("%s is inside the department", (address) => {
    expect(problemsOf(manifest("", `notifications: {emails: [${address}]}\n`))).toEqual([]);
  });

  test.each(["a@example.com", "a@notjustice.gov.uk", "a@justice.gov.uk.example.com", "a@x.justice.gov.uk"])(
    "%s is outside",
    (address) => {
      const emails = `notifications:\n  emails:\n    - in@justice.gov.uk\n    - ${address}\n`;
      expect(problemsOf(manifest("", emails))).toMatchObject([
        {
          code: "email-domain",
          line: 7,
          column: 7,
          path: ["notifications", "emails", 1],
          message: `${address} is not an address at @justice.gov.uk; write one that is`,
        },
      ]);
    },
  );

  test("each of the configuration's domains is accepted, and the message names all", () => {
    const { settings } = DEVELOPMENT;
    const workflows = { ...settings.workflows, emailDomains: ["justice.gov.uk", "cica.gov.uk"] as [string, string] };
    const environment = { ...DEVELOPMENT, settings: { ...settings, workflows } };
    const emails = "notifications: {emails: [a@cica.gov.uk, a@justice.gov.uk, a@example.com]}\n";
    expect(problemsOf(manifest("", emails), environment).map(({ message }) => message)).toEqual([
      "a@example.com is not an address at @justice.gov.uk or @cica.gov.uk; write one that is",
    ]);
  });
});

describe("notifications that reach nobody give a warning", () => {
  const told = (notifications: string): string[] =>
    problemsOf(manifest("", `notifications:\n${notifications}`)).map(
      ({ severity, code, line, column }) => `${severity} ${code}@${line}:${column}`,
    );

  test.each(["#team", "# team", ""])("a channel written as %j reaches nobody", (channel) => {
    expect(told(`  slack_channel: ${channel}\n`)).toEqual(["warning empty-channel@5:3"]);
  });

  test.each(["team", "'#team'", "null"])("%s is meant", (channel) => {
    expect(told(`  slack_channel: ${channel}\n`)).toEqual([]);
  });

  test("the message says what to write", () => {
    expect(problemsOf(manifest("", "notifications:\n  slack_channel: #team\n"))[0]?.message).toBe(
      "notifications.slack_channel has no value, because # starts a comment in YAML; write the channel without #, or remove the key",
    );
  });

  test("events without a channel", () => {
    expect(told("  slack_events: [failure]\n")).toEqual(["warning events-without-channel@5:3"]);
    expect(problemsOf(manifest("", "notifications: {slack_events: [failure]}\n"))[0]?.message).toBe(
      "notifications.slack_events has no effect without notifications.slack_channel; name the channel or remove it",
    );
    expect(told("  slack_events: [failure]\n  slack_channel: team\n")).toEqual([]);
    expect(told("  emails: [a@justice.gov.uk]\n")).toEqual([]);
  });
});
