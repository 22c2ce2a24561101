import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import eksVersions from "../../../platform/cluster/data/eks-versions.json";
import type { StackConfig } from "../../../platform/config/stack.generated";
import { podHours } from "../../../preview/costs/pod-hours";
import { readEnvironmentFile } from "../../../platform/config/environment-file";
import { compareSides } from "../../../preview/difference/compare";
import { withCosts } from "../../../preview/difference/costs";
import { MAXIMUM_COMMENT, renderComment } from "../../../preview/difference/markdown";
import { manifestTexts } from "../../../preview/difference/program";
import { readSide, type Side } from "../../../preview/difference/side";
import { writePreview } from "../../../preview/write";
import { temporaryFolder } from "../../support/command";
import { DAILY_REPORT, exampleFile, withoutCounts } from "../../support/example-comments";
import { previewOf } from "../../support/preview";
import { TemporaryRepository } from "../../support/temporary-repository";

const STACK = "production";
const PIPELINE = "manifests/production/examples/pipeline/workflow.yml";
const MAIN = { ref: "main", commit: "0123456789".repeat(4), isMergeBase: false };

const { config: stackConfig } = readEnvironmentFile(STACK);
const PRICES = {
  date: "2026-11-28",
  prices: podHours(stackConfig?.cluster ?? { fleets: "node-groups", nodeGroups: {}, nodePools: {} }),
};

type ConfigChange = (config: StackConfig) => void;

const repository = new TemporaryRepository();

afterEach(() => {
  repository.reset();
});

/** The repository's current environment, from the offline preview in this process. */
async function sideOf(config?: ConfigChange): Promise<Side> {
  const manifests = join(repository.folder, "manifests");
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(repository.folder);
  try {
    const preview = await previewOf(STACK, { manifests, ...(config === undefined ? {} : { config }) });
    const out = temporaryFolder();
    writePreview(preview, out);
    return readSide(out, manifestTexts(manifests, STACK));
  } finally {
    cwd.mockRestore();
  }
}

/** A stack before the upgrade to its current Kubernetes version. */
const oneMinorOlder: ConfigChange = ({ cluster }) => {
  const older = `1.${Number(cluster.kubernetesVersion.split(".")[1]) - 1}` as keyof typeof eksVersions.minors;
  cluster.kubernetesVersion = older;
  cluster.addonVersions["kube-proxy"] = eksVersions.minors[older].addOns["kube-proxy"].at(-1) ?? "";
};

interface Example {
  readonly name: string;
  /** Changes the manifests. */
  readonly change?: () => void;
  /** Configuration before and after. */
  readonly before?: ConfigChange;
  readonly after?: ConfigChange;
  readonly says: RegExp;
}

const EXAMPLES: readonly Example[] = [
  {
    name: "adding-a-workflow",
    change: () => {
      repository.edit(DAILY_REPORT.path, () => DAILY_REPORT.text);
    },
    says: /\*\*Only the workflow `examples\/daily-report` is added\*\*; nothing else changes in production\./,
  },
  {
    name: "widening-an-s3-path",
    change: () => {
      repository.edit(PIPELINE, (text) =>
        text.replace("mojap-compute-production-dummy/input/*", "mojap-compute-production-dummy/*"),
      );
    },
    says: /may now read and list `s3:\/\/mojap-compute-production-dummy\/\*`, until now only `s3:\/\/mojap-compute-production-dummy\/input\/\*`/,
  },
  {
    name: "moving-a-workflow-to-another-project",
    change: () => {
      const text = readFileSync(join(repository.folder, PIPELINE), "utf8");
      repository.remove(dirname(PIPELINE));
      repository.edit("manifests/production/reports/pipeline/workflow.yml", () => text);
    },
    says: /\*\*`examples\/pipeline` moves to `reports\/pipeline`, and loses its role, the values of 2 secrets and its DAG\*\*/,
  },
  {
    name: "upgrading-kubernetes",
    before: oneMinorOlder,
    says: /\*\*Kubernetes is upgraded: 1\.\d+ → 1\.\d+\.\*\*[^]*30 node groups \([^)]*\): nodes are replaced in turn/,
  },
  {
    name: "raising-a-node-groups-maximum",
    after: ({ cluster: { nodeGroups } }) => {
      const { standard } = nodeGroups;
      if (standard?.maxSize !== 20) {
        throw new Error("the node group standard no longer has the maximum that this test changes");
      }
      standard.maxSize = 30;
    },
    says: /node group `standard`: may grow to 30 nodes, until now 20/,
  },
];

let main: Side;

beforeAll(async () => {
  main = await sideOf();
});

/** The comments that docs/how-to/read-a-pull-request-preview.md shows. UPDATE_EXAMPLES=1 rewrites them. */
test.each(EXAMPLES)(
  "docs/examples/pull-request-comments/$name.md is the comment of the difference",
  async ({ name, change, before, after, says }) => {
    change?.();
    const head = change === undefined && after === undefined ? main : await sideOf(after);
    const base = before === undefined ? main : await sideOf(before);
    const text = renderComment(withCosts(compareSides(STACK, MAIN, base, head), base, head, PRICES), undefined);
    expect(text).toMatch(says);
    expect(Buffer.byteLength(text)).toBeLessThan(MAXIMUM_COMMENT);
    const stable = withoutCounts(text);
    const example = exampleFile(name);
    if (process.env["UPDATE_EXAMPLES"] !== undefined) {
      mkdirSync(dirname(example), { recursive: true });
      writeFileSync(example, stable);
    }
    expect(stable).toBe(existsSync(example) ? readFileSync(example, "utf8") : "");
  },
);
