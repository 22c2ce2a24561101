import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../support/command";
import { type Existing, FakeCloud } from "./plugins/fake-cloud";

describe("the fake cloud, which several providers read and change at once", () => {
  const kept: Existing = {
    id: "kept",
    type: "aws:iam/role:Role",
    place: "",
    name: "kept",
    inputs: {},
    state: {},
  };

  test("what another provider deletes between the list of files and the reading is not there, and no error", () => {
    const folder = temporaryFolder();
    const cloud = new FakeCloud(folder);
    cloud.put(kept);
    // A name that is listed, and has no file when it is opened.
    symlinkSync(join(folder, "deleted"), join(folder, "resources/aws.iam.role.Role/deleted.json"));
    expect(cloud.all()).toEqual([kept]);
    expect(cloud.ofType(kept.type)).toEqual([kept]);
    expect(cloud.find(kept.type, "deleted")).toBeUndefined();
  });
});
