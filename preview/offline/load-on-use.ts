import { createRequire } from "node:module";

/**
 * Packages that Pulumi's SDK loads at its start, 10 MB of source, to serialise functions that a program puts into resources. This
 * program puts none there, and to load them takes a sixth of a preview's time.
 */
const PACKAGES = ["typescript", "@npmcli/arborist"];

const ofSdk = createRequire(require.resolve("@pulumi/pulumi"));

/** Makes these packages load when something uses them. Import it before the SDK. */
for (const name of PACKAGES) {
  const file = ofSdk.resolve(name);
  if (require.cache[file] === undefined) {
    require.cache[file] = { exports: loadedOnUse(file), loaded: true } as NodeJS.Module;
  }
}

function loadedOnUse(file: string): object {
  let loaded: object | undefined;
  return new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === "__esModule") {
          return undefined;
        }
        if (loaded === undefined) {
          Reflect.deleteProperty(require.cache, file);
          loaded = ofSdk(file) as object;
        }
        return Reflect.get(loaded, key) as unknown;
      },
    },
  );
}
