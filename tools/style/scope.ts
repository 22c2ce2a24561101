import scope from "./scope.json";

/** Whether the style is enforced for a file, given by its path from the repository's root. */
export function isEnforced(path: string): boolean {
  const under = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
  return !scope.exempt.some(({ path: folder }) => under(folder)) && !scope.toDo.some(under);
}
