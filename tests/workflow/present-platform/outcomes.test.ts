import { textsOf } from "../../../cli/local/tasks";
import { NO_COMPATIBILITY } from "../../../platform/config/no-compatibility";
import type { Environment } from "../../../platform/environment";
import { egressRules, workflowEgressRules } from "../../../platform/network/workflow-egress";
import { checkManifest } from "../../../workflow/check";
import { compileWorkflow } from "../../../workflow/compile";
import type { CompiledWorkflow } from "../../../workflow/compiled";
import { momentAt } from "../../../workflow/templates/moment";
import { REST } from "../../support/manifests";
import { migratingStack } from "../../support/migrating";
import { reaches } from "../../support/network-policies";
import { documentsOf } from "../iam/support";
import { allows } from "../../../workflow/present-platform/allows";
import { callOf, type Case, type Outcome, readCases } from "./case";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 2, 3);
const VPC = "10.200.0.0/18";

/** A stack that takes the workflows over, and the same stack without any setting for that. */
function stacksOf({ path }: Case): { migrating: Environment; narrow: Environment } {
  const migrating = migratingStack(path.split("/")[0] ?? "");
  const { settings } = migrating;
  const workflows = { ...settings.workflows, compatibility: NO_COMPATIBILITY };
  return { migrating, narrow: { ...migrating, settings: { ...settings, workflows } } };
}

const check = ({ path, manifest }: Case, stack: Environment) =>
  checkManifest({ file: `manifests/${path}/workflow.yml`, text: manifest + REST }, stack);

function compiledOn(one: Case, stack: Environment): CompiledWorkflow {
  const { valid, problems } = check(one, stack);
  if (valid === undefined) {
    throw new Error(`${one.name} is refused: ${JSON.stringify(problems)}`);
  }
  return compileWorkflow(valid);
}

/** Variables of the first task in the run that README.md describes. */
function variables({ dag }: CompiledWorkflow): Record<string, string> {
  const logicalDate = momentAt(START);
  return textsOf(dag, {
    logicalDate,
    dataIntervalStart: logicalDate,
    dataIntervalEnd: momentAt(START + DAY),
    runId: "scheduled__2026-01-02T03:00:00+00:00",
    dagId: dag.dag_id,
    taskId: Object.keys(dag.tasks)[0] ?? "",
    tryNumber: 1,
    params: dag.params,
  }).variables;
}

function outcomeOf(workflow: CompiledWorkflow): Required<Omit<Outcome, "allowed" | "refused" | "connects">> {
  const { dag, role, secrets, serviceAccount } = workflow;
  const tasks = Object.entries(dag.tasks);
  return {
    dag_id: dag.dag_id,
    dag: { ...dag },
    tasks: Object.fromEntries(tasks.map(([id, { dependencies }]) => [id, dependencies])),
    profiles: Object.fromEntries(tasks.map(([id, { compute_profile: profile }]) => [id, profile])),
    sdp_network: tasks.filter(([, task]) => task.hmcts_sdp_networking).map(([id]) => id),
    variables: variables(workflow),
    service_account: serviceAccount.name,
    role: role === null ? null : role.name,
    session_seconds: role === null ? null : role.maxSessionDuration,
    policies: role === null ? [] : role.attachedPolicyArns.map((arn) => arn.replace(/:\d{12}:/, ":<data>:")),
    secrets: secrets.map(({ name }) => name),
    secret_variables: Object.keys(dag.secrets),
  };
}

/** Those of the calls that the workflow's role may make. */
function allowedOf({ role }: CompiledWorkflow, calls: readonly string[], stack: Environment): string[] {
  const documents = role === null ? [] : documentsOf(role);
  return calls.filter((call) => allows(documents, callOf(call, stack.settings.accounts.data.id)));
}

/** Those of the connections that the workflow's pods may make. */
function connectionsOf({ egress }: CompiledWorkflow, connections: readonly string[]): string[] {
  const rules = [
    ...egressRules({ vpcCidrBlock: VPC, transitGatewayCidrBlocks: [], rules: [] }),
    ...workflowEgressRules(egress, VPC),
  ];
  return connections.filter((connection) => {
    const [address = "", port] = connection.split(":");
    return reaches(rules, address, Number(port));
  });
}

const without = (all: readonly string[], some: readonly string[] = []) => all.filter((each) => !some.includes(each));

/** Refuses the manifest with these codes and words, and with no other error. */
function expectRefused(one: Case, stack: Environment, expected: Readonly<Record<string, string>>): void {
  const errors = check(one, stack).problems.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code }) => code)).toEqual(Object.keys(expected));
  errors.forEach(({ code, message }) => {
    expect(message).toContain(expected[code]);
  });
}

const CASES = readCases();
const named = (cases: readonly Case[]) => cases.map((one) => [one.name, one] as const);
const isAccepted = ({ refused }: Case) => refused === undefined;

describe.each(named(CASES.filter(isAccepted)))("%s", (_name, one) => {
  const { there, here } = one;
  const { migrating, narrow } = stacksOf(one);
  const { allowed = [], refused = [], connects = [], ...rest } = there;

  test("with every setting: the outcome of the previous platform, except for what differs", () => {
    const workflow = compiledOn(one, migrating);
    const { dag, variables: set, ...exact } = rest;
    const differing = Object.fromEntries(Object.entries(here.differs ?? {}).map(([key, { value }]) => [key, value]));
    const expected = { ...exact, ...(dag && { dag }), ...(set && { variables: set }), ...differing };
    expect(outcomeOf(workflow)).toMatchObject(expected);
    expect(Object.keys(outcomeOf(workflow).tasks)).toEqual(
      Object.keys((differing["tasks"] as Outcome["tasks"]) ?? there.tasks ?? outcomeOf(workflow).tasks),
    );
    expect(allowedOf(workflow, [...allowed, ...refused], migrating)).toEqual(without(allowed, here.forbidden?.calls));
    expect(connectionsOf(workflow, connects)).toEqual(connects);
  });

  test("uses the settings that it needs, and no others", () => {
    const { settingsUsed } = compiledOn(one, migrating);
    const used = settingsUsed.map(({ setting }) => setting).filter((setting) => setting !== "compatibility.egress");
    expect(used.sort()).toEqual((here.settings ?? []).map((setting) => `compatibility.${setting}`));
  });

  test("without a setting: stricter in exactly these", () => {
    const { dag, variables: set, refused: lost, refused_manifest: problems, connects_not: cut } = here.without ?? {};
    if (problems !== undefined) {
      expectRefused(one, narrow, problems);
      return;
    }
    const workflow = compiledOn(one, narrow);
    const differing = here.differs?.variables?.value as Outcome["variables"];
    expect(outcomeOf(workflow)).toMatchObject({
      dag: { ...there.dag, ...dag },
      variables: { ...there.variables, ...differing, ...set },
    });
    expect(allowedOf(workflow, [...allowed, ...refused], narrow)).toEqual(
      without(without(allowed, here.forbidden?.calls), lost),
    );
    expect(connectionsOf(workflow, connects)).toEqual(without(connects, cut));
  });
});

test.each(named(CASES.filter((one) => !isAccepted(one))))("%s is refused with words that help", (_name, one) => {
  expectRefused(one, stacksOf(one).migrating, one.refused ?? {});
});

test("every setting has a case that uses it", () => {
  const inCases = new Set(CASES.flatMap(({ here }) => here.settings ?? []));
  // The egress and trust of all workflows: ssh.yml, and tests/workflow/iam/trust.test.ts.
  const others = ["egress", "trustedIssuers"];
  expect([...inCases, ...others].sort()).toEqual(Object.keys(NO_COMPATIBILITY).sort());
});
