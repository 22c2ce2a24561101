import { resolve } from "node:path";

/** The repository's root, wherever a command is started from. */
export const ROOT = resolve(__dirname, "..");
