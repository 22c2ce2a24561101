import { copyFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildArchive } from "../../../cli/wheels/archive";
import { packWheels } from "../../../cli/wheels/pip";
import { wheelLock } from "../../../platform/airflow/wheel-lock";
import { sha256OfFile } from "../../../platform/sha256-of-file";
import { temporaryFolder } from "../../support/command";

const ENVIRONMENT = process.env;

afterEach(() => {
  process.env = ENVIRONMENT;
});

/** Lets pip find these files, and no package index. */
function offerOnly(files: Readonly<Record<string, string>>): void {
  const folder = temporaryFolder();
  Object.entries(files).forEach(([name, text]) => {
    writeFileSync(join(folder, name), text);
  });
  process.env = { ...ENVIRONMENT, PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder };
}

test("the same wheels make the same archive, whatever the order and the time of the files", () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const names = ["b-1-py3-none-any.whl", "A-2-py3-none-any.whl", "a-1-py3-none-any.whl"];
  names.forEach((name) => {
    writeFileSync(join(one, name), name);
  });
  writeFileSync(join(one, "requirements.txt"), "not a wheel");
  names.toReversed().forEach((name) => {
    copyFileSync(join(one, name), join(two, name));
    utimesSync(join(two, name), 1, 1);
  });
  const archives = [one, two].map((folder) => {
    expect(packWheels(folder, join(folder, "plugins.zip"))).toEqual({});
    return sha256OfFile(join(folder, "plugins.zip"));
  });
  expect(archives[0]).toBe("7651e91f10ecd1e8c268021f121bdedcef2fe2a90f616e792cd921d61c54c261");
  expect(archives[1]).toBe(archives[0]);
});

test("without a package index pip's words say which wheel is missing, and nothing is left behind", () => {
  offerOnly({});
  const folder = temporaryFolder();
  expect(buildArchive("3.0.6", join(folder, "plugins.zip"))).toMatch(
    /^pip could not download the wheels: .*aiofiles==24/s,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("a wheel with other contents than the lock's is refused, and an older archive stays", () => {
  const [wheel] = wheelLock("3.0.6").wheels;
  offerOnly({ [wheel?.file ?? ""]: "evil" });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "plugins.zip"), "older");
  expect(buildArchive("3.0.6", join(folder, "plugins.zip"))).toMatch(/DO NOT MATCH THE HASHES/);
  expect(readdirSync(folder)).toEqual(["plugins.zip"]);
});
