import { byText, type Dataset, type Entry, urisOf } from "./model";

/** The workflows that datasets connect, in groups without a connection between them. The largest group comes first. */
export function components(entries: readonly Entry[], datasets: readonly Dataset[]): Entry[][] {
  const users = new Map(
    datasets.map(({ uri, updatedBy, starts, readBy }) => [uri, [updatedBy, starts, readBy].flat()]),
  );
  const seen = new Set<Entry>();
  const groups: Entry[][] = [];
  for (const first of entries) {
    if (seen.has(first) || urisOf(first).length === 0) {
      continue;
    }
    const group = [first];
    seen.add(first);
    // The group grows while it is read.
    for (const member of group) {
      for (const other of urisOf(member).flatMap((uri) => users.get(uri) ?? [])) {
        if (!seen.has(other)) {
          seen.add(other);
          group.push(other);
        }
      }
    }
    groups.push(group.sort((a, b) => byText(a.workflow.id, b.workflow.id)));
  }
  return groups.sort((a, b) => b.length - a.length);
}
