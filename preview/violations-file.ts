/**
 * Variable of the environment that names a file: violations of the policies are written to it, a line each, and do not end
 * the preview. A difference sets it for its base, which is history; what a change itself breaks stays an error.
 */
export const VIOLATIONS_FILE = "PREVIEW_VIOLATIONS_FILE";
