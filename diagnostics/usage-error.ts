/** A mistake in the call of a command. The message gives the fault, then the right call. */
export class UsageError extends Error {}
