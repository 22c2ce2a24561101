import { error, type Rule } from "./rule";

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
