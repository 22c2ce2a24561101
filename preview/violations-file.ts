/**
 * Environment variable that names a file. With it, the preview writes violations of the policies to the file, a line each, and
 * does not fail. A difference sets it for its base, which nobody can change. Violations of the change itself stay errors.
 */
export const VIOLATIONS_FILE = "PREVIEW_VIOLATIONS_FILE";
