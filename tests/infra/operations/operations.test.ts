import { ALARMS } from "../../../platform/operations/alarms";
import {
  buildProgram,
  list,
  type Recorded,
  type Recording,
  runOnMocks,
  smallStackConfig,
  statements,
  text,
} from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TOPIC = "aws:sns/topic:Topic";

let run: Recording;
beforeAll(async () => {
  run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
});

/** ARN of a severity's topic, as the mock runtime makes it up. */
const topic = (severity: string): string =>
  `arn:aws:sns:eu-west-2:000000000000:topic/airflow-production-alarms-${severity}`;
const alarm = (name: string): Recorded => run.one(ALARM, name);

test("every row of the table has an alarm or a rule, each part of the network its own, and there are no others", () => {
  const zones = ["a", "b", "c"].map((zone) => `eu-west-2${zone}`);
  const expected = ALARMS.flatMap(({ id, each }) =>
    each === "NAT gateway" ? zones.map((zone) => `${id}-${zone}`) : [id],
  );
  const made = [...run.ofType(ALARM), ...run.ofType(RULE)].map(({ name }) => name);
  expect(made.sort()).toEqual(expected.sort());
});

test("an alarm goes to its severity's topic when it begins and when it ends", () => {
  for (const { id, severity, signal, each } of ALARMS) {
    if (signal.kind === "event") {
      expect(run.one("aws:cloudwatch/eventTarget:EventTarget", id).inputs).toMatchObject({
        arn: topic(severity),
      });
    } else if (each === undefined) {
      expect(alarm(id).inputs).toMatchObject({
        alarmActions: [topic(severity)],
        okActions: [topic(severity)],
      });
    }
  }
});

test("dimensions have the environment's own names, and no placeholder is left", () => {
  expect(alarm("scheduler-stopped").inputs["dimensions"]).toEqual({ Environment: "production", Function: "Scheduler" });
  expect(alarm("pods-pending").inputs["dimensions"]).toEqual({ ClusterName: "airflow-production" });
  expect(alarm("nat-ports-used-up-eu-west-2b").inputs["dimensions"]).toEqual({ NatGatewayId: "nat-eu-west-2b-id" });
  expect(alarm("transit-gateway-black-hole").inputs["dimensions"]).toMatchObject({
    TransitGatewayAttachment: "transit-gateway-id",
  });
  expect(JSON.stringify(run.ofType(ALARM).map(({ inputs }) => inputs))).not.toMatch(/\{\w+\}/);
});

test("an expression returns its own value and not that of its metrics", () => {
  const queries = list(alarm("tasks-failing").inputs["metricQueries"] as object[]);
  expect(queries).toHaveLength(4);
  expect(queries.filter((query) => "returnData" in query)).toEqual([
    expect.objectContaining({ id: "result", returnData: true }),
  ]);
});

test("lines are counted in the log group that exists before, and the alarm reads that count", () => {
  expect(alarm("webhook-failing").inputs).toMatchObject({
    namespace: "airflow-production-log-lines",
    metricName: "webhook-failing",
  });
  expect(JSON.stringify(alarm("tasks-failing").inputs)).toContain('"metricName":"tasks-failing-failed"');
  for (const [id, group] of [
    ["tasks-failing-retried", "airflow-production-Scheduler"],
    ["webhook-failing", "/aws/eks/airflow-production/cluster"],
    ["secrets-not-synced", "/aws/eks/airflow-production/system"],
  ] as const) {
    const filter = run.one("aws:cloudwatch/logMetricFilter:LogMetricFilter", id);
    expect(filter.inputs).toMatchObject({
      logGroupName: group,
      metricTransformation: { namespace: "airflow-production-log-lines", name: id, value: "1" },
    });
    expect(run.dependencies(filter, "aws:cloudwatch/logGroup:LogGroup")).toHaveLength(1);
  }
});

test("alarms come after Airflow, so that an environment that is being made calls nobody", () => {
  const mwaa = run.one("aws:mwaa/environment:Environment", "mwaa");
  expect(run.ofType(ALARM).filter((each) => !run.dependsOn(each, mwaa))).toEqual([]);
});

test("only AWS's services may send to a topic or use its key, and only for this account", () => {
  const sent = ["critical", "warning"].flatMap((severity) =>
    statements(run.one("aws:sns/topicPolicy:TopicPolicy", `alarms-${severity}`)),
  );
  const used = statements(run.one("aws:kms/key:Key", "alarms")).filter(({ Sid }) =>
    ["CloudWatch", "EventBridge"].includes(Sid),
  );
  expect(used).toHaveLength(2);
  for (const { Effect, Principal, Condition } of [...sent, ...used]) {
    expect(Effect).toBe("Allow");
    expect(JSON.stringify(Principal)).toMatch(/^\{"Service":"(cloudwatch|events)\.amazonaws\.com"\}$/);
    expect(Condition).toEqual({ StringEquals: { "aws:SourceAccount": "333333333333" } });
  }
  expect(run.ofType(TOPIC).map(({ inputs }) => inputs["kmsMasterKeyId"])).toEqual(
    Array(2).fill("arn:aws:kms:eu-west-2:000000000000:key/alarms"),
  );
});

test("each address subscribes to its own severity", () => {
  const subscriptions = run.ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs);
  expect(subscriptions).toEqual([
    { topic: topic("critical"), protocol: "email", endpoint: "analytical-platform-on-call@justice.gov.uk" },
    { topic: topic("warning"), protocol: "email", endpoint: "analytical-platform@justice.gov.uk" },
  ]);
});

test("Slack's role has no permission, and a channel's guard rail is not AWS's default of an administrator", () => {
  const channels = run.ofType("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration");
  expect(channels.map(({ inputs }) => [inputs["slackChannelId"], inputs["snsTopicArns"]])).toEqual([
    ["C0123456789", [topic("critical")]],
    ["C9876543210", [topic("warning")]],
  ]);
  for (const { inputs } of channels) {
    expect(inputs["guardrailPolicyArns"]).toEqual(["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"]);
  }
  const policies = [
    ...run.ofType("aws:iam/rolePolicy:RolePolicy"),
    ...run.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
  ];
  expect(policies.filter(({ inputs }) => inputs["role"] === "airflow-production-slack")).toEqual([]);
});

test("MWAA's weekly maintenance silences the alarms that it would set off, and no others", () => {
  const { inputs } = run.one("aws:cloudwatch/alarmMuteRule:AlarmMuteRule", "maintenance");
  expect(inputs).toMatchObject({
    rule: { schedule: { expression: "cron(0 1 * * SUN)", duration: "PT3H", timezone: "UTC" } },
    muteTargets: {
      alarmNames: ["scheduler-stopped", "all-dags-missing", "dags-not-imported"].map(
        (id) => `airflow-production-${id}`,
      ),
    },
  });
});

test("without the block, no message leaves, and every alarm is there", async () => {
  const config = smallStackConfig("production");
  config.operations = { emailAddresses: { critical: [], warning: [] } };
  const quiet = await runOnMocks(() => buildProgram("production", config));
  expect(quiet.ofType(ALARM)).toHaveLength(run.ofType(ALARM).length);
  expect(quiet.ofType("aws:sns/topicSubscription:TopicSubscription")).toEqual([]);
  expect(quiet.all.filter(({ type }) => type.startsWith("aws:chatbot/"))).toEqual([]);
  expect(text(quiet.one(TOPIC, "alarms-critical"), "name")).toBe("airflow-production-alarms-critical");
});
