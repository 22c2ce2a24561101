import type { Problem } from "../diagnostics/problem";

/** A problem as a workflow command, which GitHub shows at the line of the file. */
export function formatAnnotation({ severity, code, message, file, line, column }: Problem): string {
  const properties = [`file=${property(file)}`, `line=${line}`, `col=${column}`, `title=${property(code)}`];
  return `::${severity} ${properties.join(",")}::${data(message)}`;
}

/** A warning about the whole run as a workflow command. */
export function formatWarning(title: string, message: string): string {
  return `::warning title=${property(title)}::${data(message)}`;
}

/** Escapes text as the runner's toolkit does, so that a message cannot become another command. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
