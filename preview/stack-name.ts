import { oneOf } from "../diagnostics/one-of";
import { ENVIRONMENTS } from "../platform/config/check";

/** Reads the name of a stack. Throws a usage error if there is no such stack. */
export const requireStack = oneOf("stack", ENVIRONMENTS);

/** Help for an argument that names a stack. */
export const STACK_HELP = `${ENVIRONMENTS.slice(0, -1).join(", ")} or ${String(ENVIRONMENTS.at(-1))}: configured in Pulumi.<stack>.yaml`;
