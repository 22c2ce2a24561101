import type { Manifest } from "./normalise";
import type { SettingInWords } from "./settings-in-words";

/** The facts on the page of a DAG. */
interface DocumentationInput {
  readonly manifest: Manifest;
  readonly roleArn: string;
  /** Names of the secrets in Secrets Manager. */
  readonly secrets: readonly string[];
  readonly settings: readonly SettingInWords[];
}

/** The Markdown of a DAG's page in Airflow: when it runs, its code, people, role, secrets and settings. */
export function documentation({ manifest, roleArn, secrets, settings }: DocumentationInput): string {
  const { repository, tag } = manifest.dag;
  const [schedule, ...others] = settings.map(
    ({ label, text }) => `- **${label.charAt(0).toUpperCase()}${label.slice(1)}**: ${plain(text)}`,
  );
  const lines = [
    ...(schedule === undefined ? [] : [schedule]),
    `- **Repository**: [${repository}](https://github.com/${repository})`,
    `- **Release**: [${tag}](https://github.com/${repository}/releases/tag/${tag})`,
    `- **Maintainers**: ${manifest.maintainers.map((maintainer) => `[${maintainer}](https://github.com/${maintainer})`).join(", ")}`,
    `- **Owner**: ${manifest.tags.owner} (${manifest.tags.business_unit})`,
    `- **Role**: \`${roleArn}\``,
    ...(secrets.length === 0 ? [] : [`- **Secrets**: ${secrets.map((secret) => `\`${secret}\``).join(", ")}`]),
    ...others,
  ];
  return `${lines.join("\n")}\n`;
}

/** Escapes all Markdown and HTML, because authors write the values. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
