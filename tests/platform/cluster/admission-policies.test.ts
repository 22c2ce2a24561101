import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  constraintKind,
  constraints,
  constraintTemplate,
  type PolicySettings,
} from "../../../platform/gatekeeper/objects";
import { type Policy, POLICIES, policyNames, readPolicies } from "../../../platform/gatekeeper/policy-folder";
import { webhookValues } from "../../../platform/gatekeeper/webhook";
import { WORKFLOW_NAMESPACE } from "../../../platform/names/kubernetes";
import { readStackConfig } from "../../../platform/config/check";
import { COMPUTE_PROFILES } from "../../../platform/compute-profiles";
import { formatProblem } from "../../../diagnostics/problem";
import { temporaryFolder } from "../../support/command";
import { buildProgram, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const TEMPLATE = "kubernetes:templates.gatekeeper.sh/v1:ConstraintTemplate";
const CONSTRAINT = "kubernetes:constraints.gatekeeper.sh/v1beta1:";

const SETTINGS: PolicySettings = {
  sourceCode: "https://repository.example/",
  enforcement: "deny",
  exceptions: {},
  registries: { workflows: ["workflows.example"], elsewhere: ["elsewhere.example"] },
  exemptNamespaces: ["trusted"],
};

function policy(name: string): Policy {
  const found = readPolicies().policies.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`there is no policy ${name}`);
  }
  return found;
}

describe("the folders of the policies", () => {
  test("are all read", () => {
    const { policies, problems } = readPolicies();
    expect(problems.map(formatProblem)).toEqual([]);
    expect(policies.map(({ name }) => name)).toEqual(policyNames());
    expect(policies.length).toBeGreaterThanOrEqual(9);
  });

  test("have a page with what, why and how to fix", () => {
    for (const { name, title } of readPolicies().policies) {
      const page = readFileSync(join(POLICIES, name, "README.md"), "utf8");
      expect(page.match(/^#.*$/gm)).toEqual([`# ${title}`, "## What", "## Why", "## How to fix"]);
    }
  });

  test("have kinds that differ also in lower case, which is the template's name", () => {
    const names = readPolicies().policies.map((each) => constraintKind(each).toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  test("report all missing and wrong parts at once, each at its place", () => {
    const folder = temporaryFolder();
    cpSync(POLICIES, folder, { recursive: true });
    rmSync(join(folder, "host-access", "suite.yaml"));
    rmSync(join(folder, "host-access", "README.md"));
    writeFileSync(join(folder, "image-sources", "policy.yaml"), "title: Images\nappliesTo: workflow\nparametres: []\n");
    writeFileSync(
      join(folder, "run-as-non-root", "policy.rego"),
      "# A comment.\npackage root\n\nimport data.lib.nothing\n",
    );
    mkdirSync(join(folder, "Bad_Name"));
    cpSync(join(folder, "privileged-containers"), join(folder, "Bad_Name"), { recursive: true });
    const { policies, problems } = readPolicies(folder);
    expect(problems.map((problem) => formatProblem(problem).slice(folder.length + 1))).toEqual([
      "Bad_Name:1:1: Bad_Name cannot be a policy's name; write lower-case words joined by -",
      expect.stringMatching(/^host-access:1:1: the policy has no README\.md and no suite\.yaml; /),
      'image-sources/policy.yaml:2:12: appliesTo cannot be "workflow"; did you mean workflows?',
      "image-sources/policy.yaml:3:1: unknown key parametres at the top level; did you mean parameters?",
      expect.stringMatching(/^run-as-non-root\/policy\.rego:2:1: the package is root; write package run_as_non_root/),
      expect.stringMatching(/^run-as-non-root\/policy\.rego:4:1: there is no lib\/nothing\.rego; import one of pods, /),
    ]);
    expect(policies.map(({ name }) => name)).toContain("privileged-containers");
    expect(policies.map(({ name }) => name)).not.toContain("run-as-non-root");
  });
});

describe("the objects of a policy", () => {
  test("carry the unchanged Rego of its folder, with only the libraries that it imports", () => {
    const [target] = constraintTemplate(policy("requests-and-limits")).spec.targets;
    const source = target?.code[0]?.source;
    expect(source?.version).toBe("v1");
    expect(source?.rego).toBe(readFileSync(join(POLICIES, "requests-and-limits", "policy.rego"), "utf8"));
    expect(source?.libs.map((text) => /^package (.*)$/m.exec(text)?.[1])).toEqual([
      "lib.pods",
      "lib.quantities",
      "lib.refusal",
    ]);
  });

  test("refuse a constraint that lacks a parameter the Rego reads", () => {
    const schema = constraintTemplate(policy("image-sources")).spec.crd.spec.validation.openAPIV3Schema;
    expect(schema.required).toEqual(["page", "registries"]);
    expect(Object.keys(schema.properties)).toEqual(["page", "registries"]);
  });

  test("deny in the workflows' namespace and audit elsewhere, each with its registries", () => {
    const [workflows, elsewhere] = constraints(policy("image-sources"), SETTINGS);
    expect(workflows).toMatchObject({
      kind: "ImageSources",
      metadata: { name: "image-sources" },
      spec: {
        enforcementAction: "deny",
        match: { namespaces: ["mwaa"] },
        parameters: {
          page: "https://repository.example/blob/main/policies/gatekeeper/image-sources/README.md",
          registries: ["workflows.example"],
        },
      },
    });
    expect(elsewhere?.spec).toMatchObject({
      enforcementAction: "dryrun",
      match: {
        excludedNamespaces: ["mwaa", "kube-system", "kube-node-lease", "kube-public", "gatekeeper-system", "trusted"],
      },
      parameters: { registries: ["elsewhere.example"] },
    });
  });

  test("of a policy of the workflows are about no other namespace", () => {
    expect(constraints(policy("workflow-identity"), SETTINGS).map(({ metadata }) => metadata.name)).toEqual([
      "workflow-identity",
    ]);
  });

  test("follow an exception for the workflows only", () => {
    const exceptions = { "host-access": "warn" } as const;
    const actions = (name: string): string[] =>
      constraints(policy(name), { ...SETTINGS, exceptions }).map(({ spec }) => spec.enforcementAction);
    expect(actions("host-access")).toEqual(["warn", "dryrun"]);
    expect(actions("image-sources")).toEqual(["deny", "dryrun"]);
  });

  test("give the policy every compute profile that is offered, from the same data", () => {
    const [constraint] = constraints(policy("compute-profile"), SETTINGS);
    const profiles = constraint?.spec.parameters["computeProfiles"] as Record<string, unknown>;
    expect(Object.keys(profiles)).toEqual(COMPUTE_PROFILES.map(({ name }) => name));
    expect(profiles["gpu-spot-4vcpu-16gb"]).toEqual({
      nodePool: "gpu-spot",
      resources: { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "1" },
    });
    expect(profiles["general-on-demand-1vcpu-4gb"]).toEqual({
      nodePool: "general-on-demand",
      resources: { cpu: "1", memory: "4Gi", "nvidia.com/gpu": "0" },
    });
  });
});

describe("the program", () => {
  let run: Recording;
  const config = smallStackConfig("production");

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram("production", config));
  });

  test("registers each policy's template, then its constraints", () => {
    expect(
      run
        .ofType(TEMPLATE)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(policyNames());
    for (const each of readPolicies().policies) {
      for (const constraint of run.ofType(`${CONSTRAINT}${constraintKind(each)}`)) {
        expect(run.dependencies(constraint, TEMPLATE)).toEqual([each.name]);
      }
    }
  });

  test("waits for the kind that a template makes", () => {
    for (const { inputs } of run.ofType(TEMPLATE)) {
      expect(inputs["metadata"]).toMatchObject({
        annotations: { "pulumi.com/waitFor": "jsonpath={.status.created}=true" },
      });
    }
  });

  test("admits images of the registry that workflows are released to", () => {
    const { inputs } = run.one(`${CONSTRAINT}ImageSources`, "image-sources");
    expect(inputs["spec"]).toMatchObject({ parameters: { registries: [config.workflows.containerRegistry] } });
  });
});

describe("the webhook", () => {
  const values = webhookValues();

  test("fails closed for the workflows' pods and looks at nothing that the cluster needs to repair itself", () => {
    expect(values.validatingWebhookFailurePolicy).toBe("Fail");
    expect(values.validatingWebhookMatchConditions.map(({ expression }) => expression)).toEqual([
      `!has(request.namespace) || request.namespace == '' || request.namespace == '${WORKFLOW_NAMESPACE}'`,
    ]);
    expect(
      values.validatingWebhookCustomRules.flatMap(({ resources, apiGroups }) => [...apiGroups, ...resources]),
    ).toEqual([
      "",
      "pods",
      "pods/ephemeralcontainers",
      "pods/resize",
      "templates.gatekeeper.sh",
      "constraints.gatekeeper.sh",
      "*",
    ]);
    expect(values.validatingWebhookCheckIgnoreFailurePolicy).toBe("Ignore");
  });

  test("leaves out by name every namespace that the program makes, but the workflows' and Gatekeeper's", async () => {
    const run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
    const made = run.ofType("kubernetes:core/v1:Namespace").map(({ name }) => name);
    const leftOut = values.validatingWebhookExemptNamespacesLabels["kubernetes.io/metadata.name"];
    // The chart itself adds the namespace that it is installed in.
    expect(made.filter((name) => !leftOut.includes(name)).sort()).toEqual(["gatekeeper-system", WORKFLOW_NAMESPACE]);
    expect(leftOut).toEqual(expect.arrayContaining(["kube-system", "kube-node-lease", "kube-public", "default"]));
  });
});

test("an exception of a policy that there is not is an error of the configuration", () => {
  const config = smallStackConfig("production");
  const data = {
    ...config,
    inCluster: {
      ...config.inCluster,
      admissionPolicies: { ...config.inCluster.admissionPolicies, exceptions: { "host-acess": "warn" } },
    },
  };
  const findings = readStackConfig("production", data).findings.filter(({ code }) => code === "unknown-policy");
  expect(findings).toEqual([
    expect.objectContaining({
      path: ["inCluster", "admissionPolicies", "exceptions", "host-acess"],
      message: "policies/gatekeeper has no policy host-acess; did you mean host-access?",
    }),
  ]);
});
