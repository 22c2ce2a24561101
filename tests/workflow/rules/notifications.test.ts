import { manifest, problemsOf } from "../../support/manifests";

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
});
