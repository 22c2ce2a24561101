export { error as broken, warning } from "../../../diagnostics/finding";

/** Keys from the root of the stack's configuration to a value. */
export type Path = readonly (string | number)[];
