import type { Manifest } from "./normalise";

/** What the page of a DAG tells besides the DAG itself. */
interface DocumentationInput {
  readonly manifest: Manifest;
  readonly roleArn: string;
  /** Names of the secrets in Secrets Manager. */
  readonly secrets: readonly string[];
  /** The schedule in words. */
  readonly schedule: string;
}

/** The Markdown of a DAG's page in Airflow: who, what, when, as whom. */
export function documentation({ manifest, roleArn, secrets, schedule }: DocumentationInput): string {
  const { repository, tag } = manifest.dag;
  const lines = [
    `- **Schedule**: ${schedule}`,
    `- **Repository**: [${repository}](https://github.com/${repository})`,
    `- **Release**: [${tag}](https://github.com/${repository}/releases/tag/${tag})`,
    `- **Maintainers**: ${manifest.maintainers.map((maintainer) => `[${maintainer}](https://github.com/${maintainer})`).join(", ")}`,
    `- **Owner**: ${manifest.tags.owner} (${manifest.tags.business_unit})`,
    `- **Role**: \`${roleArn}\``,
    ...(secrets.length === 0 ? [] : [`- **Secrets**: ${secrets.map((secret) => `\`${secret}\``).join(", ")}`]),
  ];
  return `${lines.join("\n")}\n`;
}
