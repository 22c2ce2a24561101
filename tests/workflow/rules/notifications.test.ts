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
          message: `${address} is outside @justice.gov.uk; write an address there`,
        },
      ]);
    },
  );

  test("each of the configuration's domains is inside, and all are named", () => {
    const { settings } = DEVELOPMENT;
    const workflows = { ...settings.workflows, emailDomains: ["justice.gov.uk", "cica.gov.uk"] as [string, string] };
    const environment = { ...DEVELOPMENT, settings: { ...settings, workflows } };
    const emails = "notifications: {emails: [a@cica.gov.uk, a@justice.gov.uk, a@example.com]}\n";
    expect(problemsOf(manifest("", emails), environment).map(({ message }) => message)).toEqual([
      "a@example.com is outside @justice.gov.uk, @cica.gov.uk; write an address there",
    ]);
  });
});
