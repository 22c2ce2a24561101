import { credentialsIn } from "../../workflow/credentials";
import { isSecretByName } from "../../workflow/rules/plain-text-secrets";

/** `"NAME": "value"`, as JSON and Python write an entry of a map. */
const ENTRY = /"(\w+)": "((?:[^"\\]|\\.)*)"/g;

/**
 * A text in which possible secrets are cut to their beginning: credentials of a known form, and values under names such as
 * `DB_PASSWORD`.
 */
export function withoutSecrets(text: string): string {
  const named = text.replaceAll(ENTRY, (entry, name: string, value: string) =>
    isSecretByName(name, value) ? `"${name}": "${cutSecret(value)}"` : entry,
  );
  return credentialsIn("", named).reduce((safe, { text: secret }) => safe.replaceAll(secret, cutSecret(secret)), named);
}

/** At most four characters, and at most a quarter, of a secret: enough to recognise it. */
export function cutSecret(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…`;
}
