import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ENVIRONMENTS } from "../../../platform/environments";
import { ROOT } from "../../../platform/root";
import { checkManifest } from "../../../workflow/check";
import { compileWorkflow } from "../../../workflow/compile";
import { findManifests, readManifest } from "../../../workflow/source";
import { documentsOf } from "../iam/support";
import { REFUSED } from "../../support/refused-manifests";
import { migratingStack } from "../../support/migrating";
import { allows } from "../../../workflow/present-platform/allows";
import { callsThere, isForbiddenHere } from "../../../workflow/present-platform/calls";

/** Real manifests are beside the repository on some machines. */
const REAL = resolve(ROOT, "../shared/manifests");
const describeReal = existsSync(REAL) ? describe : describe.skip;

describeReal.each(ENVIRONMENTS)("with every compatibility setting, no real workflow of %s loses a call", (name) => {
  const stack = migratingStack(name);
  const files = existsSync(REAL) ? findManifests(resolve(REAL, name)).map((path) => readManifest(path, REAL)) : [];

  test.each(files.map((file) => [file.file, file] as const))("%s", (_path, file) => {
    const { valid } = checkManifest(file, stack);
    if (valid === undefined) {
      expect(REFUSED).toHaveProperty([file.file]);
      return;
    }
    const { iam = {}, secrets = [] } = valid.manifest;
    const { role } = compileWorkflow(valid);
    if (role === null) {
      expect(iam.external_role).toBeDefined();
      return;
    }
    const place = { ...valid.role, dataAccount: stack.settings.accounts.data.id };
    const lost = callsThere(iam, secrets, place).filter((call) => !allows(documentsOf(role), call));
    expect(lost.filter((call) => !isForbiddenHere(call))).toEqual([]);
  });
});
