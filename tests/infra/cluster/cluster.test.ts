import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../../platform/root";
import { loadYaml } from "../../../diagnostics/load-yaml";
import {
  buildProgram,
  list,
  type Recorded,
  type Recording,
  runOnMocks,
  smallStackConfig,
  stackConfig,
  statements,
  text,
} from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const POOL = "compute.analytical-platform.service.justice.gov.uk/node-pool";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ADD_ON = "aws:eks/addon:Addon";
const ROLE = "aws:iam/role:Role";
const OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

describe("the cluster of production", () => {
  let run: Recording;
  let cluster: Recorded;
  const config = stackConfig("production");

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram("production", stackConfig("production")));
    cluster = run.one("eks:index:Cluster", "cluster");
  });

  test("the control plane is private, encrypted, logged, and keeps from being deleted", () => {
    expect(cluster.protect).toBe(true);
    expect(cluster.inputs).toMatchObject({
      name: "airflow-production",
      version: "1.36",
      authenticationMode: "API",
      deletionProtection: true,
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    });
    expect(cluster.inputs).not.toHaveProperty("publicAccessCidrs");
    expect(run.dependencies(cluster, "aws:kms/key:Key")).toEqual(["cluster"]);
    expect(run.dependencies(cluster, "aws:ec2/subnet:Subnet").every((name) => name.startsWith("intra-"))).toBe(true);
  });

  test("what the component makes by default and we do not want is off", () => {
    expect(cluster.inputs).toMatchObject({
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      createOidcProvider: false,
      skipDefaultSecurityGroups: true,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
    });
  });

  test("EKS acts with the control plane's role for this cluster only", () => {
    const [trust] = statements(run.one(ROLE, "control-plane"), "assumeRolePolicy");
    expect(trust?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "333333333333" },
      ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-west-2:333333333333:cluster/airflow-production" },
    });
  });

  test("addresses of services do not hide what lies behind the Transit Gateway", () => {
    expect(cluster.inputs["kubernetesServiceIpAddressRange"]).toBe("172.16.0.0/16");
  });

  test("the log group exists, with its retention, before EKS would make one without", () => {
    const logGroup = run.one("aws:cloudwatch/logGroup:LogGroup", "control-plane");
    expect(logGroup.inputs).toMatchObject({ name: "/aws/eks/airflow-production/cluster", retentionInDays: 400 });
    expect(cluster.dependsOn).toContain(logGroup.urn);
  });

  test("administrators come in through access entries", () => {
    expect(run.ofType("aws:eks/accessEntry:AccessEntry").map(({ inputs }) => inputs["principalArn"])).toContain(
      "arn:aws:iam::333333333333:role/platform-engineer-admin",
    );
    const association = run.one(
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      "administrator-platform-engineer-admin",
    );
    expect(association.inputs["accessScope"]).toEqual({ type: "cluster" });
  });

  test("every configured group is a node group of its capacity, at its pinned release", () => {
    expect(
      run
        .ofType(NODE_GROUP)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(config.cluster.nodeGroups).sort());
    for (const [name, group] of Object.entries(config.cluster.nodeGroups)) {
      expect(run.one(NODE_GROUP, name).inputs).toMatchObject({
        capacityType: group.capacity === "spot" ? "SPOT" : "ON_DEMAND",
        instanceTypes: group.instanceTypes,
        amiType: group.amiType,
        releaseVersion: group.amiReleaseVersion,
        version: "1.36",
        scalingConfig: { minSize: group.minSize, maxSize: group.maxSize, desiredSize: group.desiredSize },
      });
    }
  });

  test("an update never resets the desired size, and a replacement can exist beside its predecessor", () => {
    for (const group of run.ofType(NODE_GROUP)) {
      expect(group.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
      expect(group.deleteBeforeReplace).toBe(false);
      expect(group.inputs).not.toHaveProperty("nodeGroupName");
    }
  });

  test("the size that goes along with a changed minimum or maximum is the group's own, as every update refreshes first", () => {
    const { data } = loadYaml(readFileSync(resolve(ROOT, "Pulumi.yaml"), "utf8"));
    expect(data).toMatchObject({ options: { refresh: "always" } });
  });

  test("fleet nodes carry the label and the taint of their pool, and only they", () => {
    for (const [name, { fleet, capacity }] of Object.entries(config.cluster.nodeGroups)) {
      const { labels, taints } = run.one(NODE_GROUP, name).inputs as unknown as {
        labels: Record<string, string>;
        taints: { key: string; value: string; effect: string }[];
      };
      const pool = fleet === undefined ? undefined : `${fleet}-${capacity}`;
      expect(labels[POOL]).toBe(pool);
      expect(taints.filter(({ key }) => key === POOL)).toEqual(
        pool === undefined ? [] : [{ key: POOL, value: pool, effect: "NO_SCHEDULE" }],
      );
      expect(taints.some(({ key }) => key === "nvidia.com/gpu")).toBe(fleet === "gpu");
    }
    expect(run.one(NODE_GROUP, "high-memory").inputs).toMatchObject({
      labels: { "high-memory": "true" },
      taints: [{ key: "high-memory", value: "true", effect: "NO_SCHEDULE" }],
    });
    expect(run.one(NODE_GROUP, "standard").inputs).toMatchObject({ labels: {}, taints: [] });
  });

  test("pods cannot take the node's role, and volumes are encrypted gp3 of the configured size", () => {
    for (const [name, group] of Object.entries(config.cluster.nodeGroups)) {
      const { inputs } = run.one("aws:ec2/launchTemplate:LaunchTemplate", name);
      expect(inputs["metadataOptions"]).toEqual({
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      });
      const devices = inputs["blockDeviceMappings"] as { ebs: Record<string, unknown> }[];
      expect(devices.every(({ ebs }) => ebs["encrypted"] === "true" && ebs["volumeType"] === "gp3")).toBe(true);
      expect(devices.at(-1)?.ebs["volumeSize"]).toBe(group.diskSizeGiB);
      expect(inputs).not.toHaveProperty("keyName");
    }
  });

  test("instances, volumes and network interfaces are tagged from birth", () => {
    for (const template of run.ofType("aws:ec2/launchTemplate:LaunchTemplate")) {
      const specifications = template.inputs["tagSpecifications"] as { resourceType: string; tags: object }[];
      expect(specifications.map(({ resourceType }) => resourceType)).toEqual([
        "instance",
        "volume",
        "network-interface",
      ]);
      for (const { tags } of specifications) {
        expect(tags).toMatchObject({ "business-unit": "Platforms", "environment-name": "production" });
      }
    }
  });

  test("the autoscaler knows from the node group's tags what pods get of the next node of an empty group", () => {
    const tags = run.one(NODE_GROUP, "gpu-spot-48xlarge").inputs["tags"] as Record<string, string>;
    const hint = "k8s.io/cluster-autoscaler/node-template/resources";
    expect(Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith("k8s.io/")))).toEqual({
      [`${hint}/nvidia.com/gpu`]: "8",
      [`${hint}/ephemeral-storage`]: "200Gi",
      // Less than the 192 vCPU and 768 GiB of the instance: the kubelet's share is not for pods.
      [`${hint}/cpu`]: "191450m",
      [`${hint}/memory`]: "724344Mi",
      [`${hint}/pods`]: "250",
    });
    expect(tags).toMatchObject({ "is-production": "true", Name: "airflow-production-gpu-spot-48xlarge" });
    expect(run.one(NODE_GROUP, "standard").inputs["tags"]).not.toHaveProperty(`${hint}/nvidia.com/gpu`);
  });

  test("no Auto Scaling group is tagged: the autoscaler reads the node group, by a right of its own", () => {
    expect(run.all.filter(({ type }) => type.startsWith("aws:autoscaling/"))).toEqual([]);
    expect(statements(run.one("aws:iam/rolePolicy:RolePolicy", "cluster-autoscaler"))).toContainEqual({
      Sid: "DescribeNodeGroups",
      Effect: "Allow",
      Action: "eks:DescribeNodegroup",
      Resource: "arn:aws:eks:eu-west-2:333333333333:nodegroup/airflow-production/*",
    });
  });

  test("nodes are reached through SSM and have no more rights than a node needs", () => {
    const attached = run
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter((attachment) => run.dependencies(attachment, ROLE).includes("node"))
      .map(({ inputs }) => inputs["policyArn"]);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
  });

  test("add-ons are pinned, and pod networking has network policies, prefixes and a role of its own", () => {
    const { vpcCniVersion, addonVersions } = config.cluster;
    expect(
      Object.fromEntries(run.ofType(ADD_ON).map(({ inputs }) => [inputs["addonName"], inputs["addonVersion"]])),
    ).toEqual({
      "vpc-cni": vpcCniVersion,
      ...addonVersions,
    });
    const vpcCni = run.one(ADD_ON, "vpc-cni");
    expect(JSON.parse(text(vpcCni, "configurationValues"))).toEqual({
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
    expect(text(vpcCni, "serviceAccountRoleArn")).toContain("airflow-production-vpc-cni");
    expect(text(run.one(ADD_ON, "aws-ebs-csi-driver"), "serviceAccountRoleArn")).toContain("ebs-csi");
  });

  test.each([
    ["cluster-autoscaler", "kube-system", "cluster-autoscaler"],
    ["vpc-cni", "kube-system", "aws-node"],
    ["ebs-csi", "kube-system", "ebs-csi-controller-sa"],
    ["external-secrets", "external-secrets", "external-secrets"],
  ])("role %s is assumed by its own service account only", (role, namespace, serviceAccount) => {
    const [trust, ...others] = statements(run.one(ROLE, role), "assumeRolePolicy");
    const [issuer] = Object.keys(trust?.Condition?.["StringEquals"] ?? {}).map((key) => key.replace(/:aud$/, ""));
    expect(others).toEqual([]);
    expect(trust?.Action).toBe("sts:AssumeRoleWithWebIdentity");
    expect(trust?.Condition).toEqual({
      StringEquals: {
        [`${issuer ?? ""}:aud`]: "sts.amazonaws.com",
        [`${issuer ?? ""}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    });
  });

  test("the autoscaler scales this cluster's groups only", () => {
    const scale = statements(run.one("aws:iam/rolePolicy:RolePolicy", "cluster-autoscaler")).find(
      ({ Sid }) => Sid === "ScaleOwnGroups",
    );
    expect(scale?.Condition).toEqual({
      StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/airflow-production": "owned" },
    });
  });

  test("each account knows the cluster, and IAM finds out the issuer's certificate wherever Pulumi runs", () => {
    for (const account of ["compute", "data"]) {
      const provider = run.one(OIDC_PROVIDER, `${account}-account`);
      expect(run.provider(provider)).toBe(account);
      expect(run.dependencies(provider, "eks:index:Cluster")).toEqual(["cluster"]);
      expect(provider.inputs).toMatchObject({ clientIdLists: ["sts.amazonaws.com"] });
      expect(text(provider, "url")).toMatch(/^https:\/\/oidc\.eks\.[^/]+\/id\/\w+$/);
      expect(provider.inputs).not.toHaveProperty("thumbprintLists");
    }
    expect(run.dependencies(run.one(ROLE, "vpc-cni"), OIDC_PROVIDER)).toEqual(["compute-account"]);
  });

  test("the secrets' reader lives in the data account", () => {
    const role = run.one(ROLE, "external-secrets");
    expect(run.provider(role)).toBe("data");
    const read = statements(run.one("aws:iam/rolePolicy:RolePolicy", "external-secrets"));
    expect(read.map(({ Resource }) => list(Resource ?? "")[0])).toEqual([
      "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/production/*",
      "arn:aws:kms:eu-west-1:444444444444:key/*",
    ]);
    expect(read[1]?.Condition?.["ForAnyValue:StringEquals"]).toEqual({
      "kms:ResourceAliases": "alias/airflow-production-secrets",
    });
  });

  test("pods of the workflows' namespace are restricted, counted, and unreachable", () => {
    expect(run.one("kubernetes:core/v1:Namespace", "mwaa").inputs["metadata"]).toMatchObject({
      name: "mwaa",
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    });
    expect(run.one("kubernetes:core/v1:ResourceQuota", "mwaa").inputs["spec"]).toEqual({
      hard: { pods: "600", "requests.cpu": "5000", "requests.memory": "20Ti", "requests.nvidia.com/gpu": "32" },
    });
    expect(run.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "mwaa").inputs["spec"]).toEqual({
      podSelector: {},
      policyTypes: ["Ingress"],
    });
  });

  test("no pod of a workflow has others stopped to make room for it", () => {
    expect(run.one("kubernetes:core/v1:ResourceQuota", "mwaa-system-priority").inputs["spec"]).toEqual({
      hard: { pods: "0" },
      scopeSelector: {
        matchExpressions: [
          {
            scopeName: "PriorityClass",
            operator: "In",
            values: ["system-cluster-critical", "system-node-critical"],
          },
        ],
      },
    });
  });

  test("MWAA may run pods in its namespace and nothing else", () => {
    expect(run.one("kubernetes:rbac.authorization.k8s.io/v1:Role", "mwaa").inputs["rules"]).toEqual([
      {
        apiGroups: [""],
        resources: ["pods", "pods/log"],
        verbs: ["create", "delete", "get", "list", "patch", "watch"],
      },
      { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
    ]);
    expect(run.one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "mwaa").inputs["subjects"]).toEqual([
      { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "mwaa" },
    ]);
  });

  test("the store names no service account: a pod of mwaa could borrow it", () => {
    expect(run.one("kubernetes:external-secrets.io/v1:SecretStore", "data-account").inputs).toMatchObject({
      metadata: { name: "data-account", namespace: "mwaa" },
      spec: { provider: { aws: { service: "SecretsManager", region: "eu-west-1" } } },
    });
    const auth = run.one("kubernetes:external-secrets.io/v1:SecretStore", "data-account").inputs["spec"];
    expect(JSON.stringify(auth)).not.toContain("serviceAccountRef");
  });

  test("the provider of the cluster's objects keeps its identity, whatever changes in the kubeconfig", () => {
    const provider = run.one("pulumi:providers:kubernetes", "kubernetes");
    expect(provider.inputs["clusterIdentifier"]).toBe("airflow-production");
  });

  test("the kubeconfigs hold no credential", () => {
    const kubeconfig = text(run.one("pulumi:providers:kubernetes", "kubernetes"), "kubeconfig");
    expect(kubeconfig).toContain("get-token");
    expect(kubeconfig).not.toMatch(/"token"|client-key|password/);
  });
});

test("development's API is public to the configured blocks only", async () => {
  const run = await runOnMocks(() => buildProgram("development", smallStackConfig("development")));
  expect(run.one("eks:index:Cluster", "cluster").inputs).toMatchObject({
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["198.51.100.0/24"],
  });
});

test("where both accounts are the same, the cluster is registered in it once", async () => {
  const config = smallStackConfig("development");
  const run = await runOnMocks(() =>
    buildProgram("development", { ...config, accounts: { ...config.accounts, data: config.accounts.compute } }),
  );
  expect(run.ofType(OIDC_PROVIDER).map(({ name }) => name)).toEqual(["compute-account"]);
  expect(run.dependencies(run.one(ROLE, "external-secrets"), OIDC_PROVIDER)).toEqual(["compute-account"]);
});

test("runners behind the Transit Gateway reach the private API, before anything is put into the cluster", async () => {
  const config = smallStackConfig("production");
  config.cluster.privateAccessCidrBlocks = ["10.26.0.0/16"];
  const run = await runOnMocks(() => buildProgram("production", config));
  const rule = run.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "api-from-10.26.0.0/16");
  expect(rule.inputs).toMatchObject({ cidrIpv4: "10.26.0.0/16", fromPort: 443, toPort: 443 });
  const kubernetes = run.one("pulumi:providers:kubernetes", "kubernetes");
  expect(kubernetes.dependsOn).toContain(rule.urn);
  expect(kubernetes.dependsOn).toContain(run.one("aws:ec2/route:Route", "intra-to-10.26.0.0/16").urn);
});
