import { ENVIRONMENTS } from "../environments";
import { ROOT } from "../root";
import { readStackTexts } from "./stack-texts";

/** Values of another stack that this one must not have. A value that the other file lacks is absent. */
export interface Sibling {
  readonly environment: string;
  readonly computeAccountId?: string | undefined;
  readonly cidrBlock?: string | undefined;
  readonly stateBucket?: string | undefined;
  readonly stateKeyArn?: string | undefined;
}

/**
 * Reads the stack files of the other environments, however wrong they are: each command checks its own stack's file, and a
 * mistake in another one is reported there.
 *
 * @param folder folder of the files; the repository's root by default.
 */
export function readSiblings(environment: string, folder: string = ROOT): Sibling[] {
  return ENVIRONMENTS.filter((name) => name !== environment).map((name) => {
    const text = readStackTexts(name, folder);
    return {
      environment: name,
      computeAccountId: text("accounts", "compute", "id"),
      cidrBlock: text("network", "cidrBlock"),
      stateBucket: text("delivery", "state", "bucket"),
      stateKeyArn: text("delivery", "state", "keyArn"),
    };
  });
}
