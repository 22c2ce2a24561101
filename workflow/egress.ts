import { compareTexts, sortedUnique } from "../platform/iam/patterns";
import type { CompiledEgress, SettingUse } from "./compiled";
import { compatibilityOf, grantsFor } from "./iam/configured";
import type { RoleInput } from "./iam/identity";

/** TCP ports by the names that configuration may use: https://www.iana.org/assignments/service-names-port-numbers. */
const PORTS = { ssh: 22, sftp: 22, ftps: 990 } as const;

/** Connections that `compatibility.egress` adds for a workflow, one entry for each block. */
export function egressOf(input: RoleInput): CompiledEgress[] {
  const ports = new Map<string, Set<number>>();
  for (const entry of grantsFor(input, compatibilityOf(input).egress)) {
    for (const block of entry.cidrBlocks) {
      const known = ports.get(block) ?? new Set();
      entry.ports.forEach((port) => known.add(typeof port === "number" ? port : PORTS[port]));
      ports.set(block, known);
    }
  }
  return [...ports]
    .sort(([left], [right]) => compareTexts(left, right))
    .map(([cidrBlock, numbers]) => ({ cidrBlock, ports: [...numbers].sort((a, b) => a - b) }));
}

/** The connections as a setting that the workflow uses, each as `block:port`. */
export function egressSettings(egress: readonly CompiledEgress[]): SettingUse[] {
  const names = egress.flatMap(({ cidrBlock, ports }) => ports.map((port) => `${cidrBlock}:${port}`));
  return names.length === 0 ? [] : [{ setting: "compatibility.egress", names: sortedUnique(names) }];
}
