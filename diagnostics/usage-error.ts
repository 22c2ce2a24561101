/** A mistake in how a command was called: what is wrong, then how it is called. */
export class UsageError extends Error {}
