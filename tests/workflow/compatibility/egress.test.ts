import type { Compatibility } from "../../../platform/config/stack.generated";
import { compiled, manifest, migrating } from "../../support/manifests";

type Egress = Compatibility["egress"];

const compiledWith = (egress: Egress) => compiled(manifest(), migrating("development", { egress }));

describe("compatibility.egress", () => {
  test("gives the workflow its destinations with TCP ports, one entry for each block", () => {
    const { egress, settingsUsed } = compiledWith([
      { workflows: ["examples/*"], cidrBlocks: ["140.82.112.0/20", "20.26.156.0/24"], ports: ["ssh"] },
      { workflows: ["examples/hello"], cidrBlocks: ["140.82.112.0/20"], ports: [2222, "sftp", "ftps"] },
      { workflows: ["examples/other", "courts/*"], cidrBlocks: ["0.0.0.0/0"], ports: [25] },
    ]);
    expect(egress).toEqual([
      { cidrBlock: "140.82.112.0/20", ports: [22, 990, 2222] },
      { cidrBlock: "20.26.156.0/24", ports: [22] },
    ]);
    expect(settingsUsed).toEqual([
      {
        setting: "compatibility.egress",
        names: ["140.82.112.0/20:22", "140.82.112.0/20:2222", "140.82.112.0/20:990", "20.26.156.0/24:22"],
      },
    ]);
  });

  test("opens nothing for a workflow that it does not list", () => {
    const { egress, settingsUsed } = compiledWith([
      { workflows: ["courts/*"], cidrBlocks: ["0.0.0.0/0"], ports: ["ssh"] },
    ]);
    expect({ egress, settingsUsed }).toEqual({ egress: [], settingsUsed: [] });
  });

  test("is counted for a workflow with a role of another account too", () => {
    const text = manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x'}\n");
    const egress: Egress = [{ workflows: ["*/*"], cidrBlocks: ["0.0.0.0/0"], ports: ["ssh"] }];
    const { settingsUsed } = compiled(text, migrating("development", { egress }));
    expect(settingsUsed).toEqual([{ setting: "compatibility.egress", names: ["0.0.0.0/0:22"] }]);
  });
});
