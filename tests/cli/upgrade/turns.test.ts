import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../../cli/upgrade";
import { nextTurn } from "../../../cli/upgrade/turns";
import { placements } from "../../../platform/cluster/placement";
import { readStackText } from "../../../platform/config/stack-file";
import type { ClusterConfig } from "../../../platform/config/stack.generated";
import { ENVIRONMENTS } from "../../../platform/environments";
import { ROOT } from "../../../platform/root";
import { call, type CommandResult, temporaryFolder } from "../../support/command";
import { stackConfig, STACKS } from "../../support/mocks";

const RELEASE = "1.66.0-0123abcd";
const FILE = "Pulumi.development.yaml";

describe("one command, run again before each deployment", () => {
  const dir = temporaryFolder();
  for (const stack of ENVIRONMENTS) {
    cpSync(join(ROOT, `Pulumi.${stack}.yaml`), join(dir, `Pulumi.${stack}.yaml`));
  }
  const before = clusterIn(dir);
  const turn = (): Promise<CommandResult> =>
    call(main, ["development", "--ami-release", RELEASE, "--in-turns", "--dir", dir]);
  let earlier = before;

  /** Runs a turn, and gives the groups by what changed. */
  async function take(): Promise<{ stdout: string; upgraded: string[]; draining: string[] }> {
    const { stdout, stderr, status } = await turn();
    expect({ status, refused: stderr.includes("wrote nothing") }).toEqual({ status: 0, refused: false });
    const now = clusterIn(dir);
    const upgraded = namesOf(
      now,
      (name) => now.nodeGroups[name]?.amiReleaseVersion !== earlier.nodeGroups[name]?.amiReleaseVersion,
    );
    for (const { profile, group } of placements(now)) {
      expect([profile.name, group?.name]).not.toContain(undefined);
    }
    const rolled = upgraded.filter((name) => now.nodeGroups[name]?.fleet !== undefined);
    const draining = namesOf(now, (name) => now.nodeGroups[name]?.draining === true);
    const drainedBefore = namesOf(earlier, (name) => earlier.nodeGroups[name]?.draining === true);
    earlier = now;
    // A group rolls after it has drained; the last turn's groups cannot drain.
    expect(rolled.filter((name) => !drainedBefore.includes(name) && !name.endsWith("-48xlarge"))).toEqual([]);
    return { stdout, upgraded, draining };
  }

  test("the first turn upgrades the groups outside the fleets, and drains every second size", async () => {
    const { stdout, upgraded, draining } = await take();
    expect(upgraded).toEqual(["standard", "high-memory"]);
    expect(draining.filter((name) => name.startsWith("general-spot"))).toEqual([
      "general-spot-xlarge",
      "general-spot-4xlarge",
      "general-spot-16xlarge",
    ]);
    expect(stdout).toContain("When npm run fleet -- development shows no task on them, run the same command again.");
    expect(stdout).toMatch(/Pulumi\.development\.yaml:\d+\n\+ {9}draining: true\n/);
  });

  test("the second upgrades the drained half, and drains the other", async () => {
    const { upgraded, draining } = await take();
    expect(upgraded.filter((name) => name.startsWith("general-on-demand"))).toEqual([
      "general-on-demand-xlarge",
      "general-on-demand-4xlarge",
      "general-on-demand-16xlarge",
    ]);
    expect(draining.filter((name) => name.startsWith("gpu-on-demand"))).toEqual([
      "gpu-on-demand-2xlarge",
      "gpu-on-demand-8xlarge",
      "gpu-on-demand-24xlarge",
    ]);
  });

  test("the third upgrades that half, and the fourth the sizes that no other group can stand in for", async () => {
    expect((await take()).draining).toEqual([]);
    const { stdout, upgraded } = await take();
    expect(upgraded).toEqual([
      "general-spot-48xlarge",
      "general-on-demand-48xlarge",
      "gpu-spot-48xlarge",
      "gpu-on-demand-48xlarge",
    ]);
    expect(stdout).toContain("Get the release although they take tasks");
  });

  test("then nothing is left, and the file differs by the releases alone", async () => {
    expect((await turn()).stderr).toContain("nothing to do: the stack already has these versions");
    const [was, is] = [ROOT, dir].map((folder) => readFileSync(join(folder, FILE), "utf8"));
    expect(is).toBe(was?.replaceAll(/(amiReleaseVersion: )\S+/g, `$1${RELEASE}`));
  });
});

test.each(STACKS)("in %s a twin of the largest group lets it drain too", (stack) => {
  const { cluster } = stackConfig(stack);
  const twin = { ...cluster.nodeGroups["gpu-spot-48xlarge"] } as ClusterConfig["nodeGroups"][string];
  Object.assign(cluster.nodeGroups, { "gpu-spot-48xlarge-twin": twin });
  expect(nextTurn(cluster, ["gpu-spot-48xlarge"])).toEqual({
    upgrade: [],
    drain: ["gpu-spot-48xlarge"],
    undrain: [],
    alone: [],
  });
});

test("a minor and Airflow have no turns", async () => {
  const { stderr, status } = await call(main, ["development", "--kubernetes", "1.37", "--in-turns"]);
  expect(status).toBe(2);
  expect(stderr).toContain("--in-turns changes AMI releases: give --ami-release, without --kubernetes and --airflow");
});

function clusterIn(dir: string): ClusterConfig {
  const { config } = readStackText(readFileSync(join(dir, FILE), "utf8"), FILE, "development");
  if (config === undefined) {
    throw new Error(`${FILE} has errors`);
  }
  return config.cluster;
}

function namesOf({ nodeGroups }: ClusterConfig, belongs: (name: string) => boolean): string[] {
  return Object.keys(nodeGroups).filter(belongs);
}
