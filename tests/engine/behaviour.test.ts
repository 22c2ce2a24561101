import { temporaryFolder } from "../support/command";
import { createResource, deleteResource, updateResource } from "./plugins/behaviour";
import { FakeCloud, type SecretValues } from "./plugins/fake-cloud";
import { LOG_GROUP } from "./plugins/log-groups";
import { SECRET, SECRET_VERSION } from "./plugins/secret-values";

const MWAA = "aws:mwaa/environment:Environment";
const USER = "aws:iam/user:User";

describe("the fake cloud over time", () => {
  const cloud = new FakeCloud(temporaryFolder());
  const place = "";

  test("MWAA's strategy for workers is not sent at creation, and is that of the last update alone", () => {
    const inputs = { name: "development", workerReplacementStrategy: "GRACEFUL" };
    const { id } = createResource(cloud, { type: MWAA, name: "mwaa", place, inputs });
    const strategy = (): unknown => cloud.find(MWAA, id)?.inputs["workerReplacementStrategy"];
    expect(strategy()).toBeUndefined();
    updateResource(cloud, MWAA, id, inputs);
    expect(strategy()).toBe("GRACEFUL");
    updateResource(cloud, MWAA, id, { ...inputs, maxWorkers: 3 });
    expect(strategy()).toBeUndefined();
  });

  test.each([
    ["aws:eks/cluster:Cluster", { name: "one", enabledClusterLogTypes: ["api"] }, "/aws/eks/one/cluster"],
    [MWAA, { name: "one", loggingConfiguration: { taskLogs: { enabled: true } } }, "airflow-one-Task"],
  ])("%s makes its log group first, unless the program has made it before", (type, inputs, name) => {
    const group = { type: LOG_GROUP, name, place, inputs: { name } };
    const groups = (): unknown[] => cloud.ofType(LOG_GROUP).filter((one) => one.inputs["name"] === name);
    const own = createResource(cloud, group);
    const first = createResource(cloud, { type, name, place, inputs });
    expect(groups()).toEqual([own]);
    deleteResource(cloud, type, first.id);
    deleteResource(cloud, LOG_GROUP, own.id);
    createResource(cloud, { type, name, place, inputs });
    expect(() => createResource(cloud, group)).toThrow(`EntityAlreadyExists: ${LOG_GROUP} ${name}`);
    expect(groups()).toHaveLength(1);
  });

  test("a cluster keeps its security group when it is changed", () => {
    const type = "aws:eks/cluster:Cluster";
    const inputs = { name: "kept", version: "1.36", vpcConfig: { endpointPublicAccess: true } };
    const { id } = createResource(cloud, { type, name: "kept", place, inputs });
    updateResource(cloud, type, id, { ...inputs, version: "1.37", vpcConfig: { endpointPublicAccess: false } });
    expect(cloud.find(type, id)?.state["vpcConfig"]).toEqual({
      endpointPublicAccess: false,
      clusterSecurityGroupId: "sg-offline-cluster",
    });
  });

  test("what another resource names cannot be deleted", () => {
    const role = createResource(cloud, { type: "aws:iam/role:Role", name: "role", place, inputs: { name: "role" } });
    const policy = createResource(cloud, {
      type: "policy",
      name: "policy",
      place,
      inputs: { nested: [{ role: role.id }] },
    });
    expect(() => {
      deleteResource(cloud, role.type, role.id);
    }).toThrow("is still used by policy policy");
    deleteResource(cloud, policy.type, policy.id);
    deleteResource(cloud, role.type, role.id);
    expect(cloud.find(role.type, role.id)).toBeUndefined();
  });

  test("a user with an access key cannot be deleted", () => {
    const user = createResource(cloud, { type: USER, name: "smtp", place, inputs: { name: "smtp" } });
    cloud.put({ ...user, state: { ...user.state, accessKeys: ["AKIA"] } });
    expect(() => {
      deleteResource(cloud, USER, user.id);
    }).toThrow("DeleteConflict");
    cloud.put(user);
    deleteResource(cloud, USER, user.id);
    expect(cloud.find(USER, user.id)).toBeUndefined();
  });

  describe("a secret", () => {
    const replicas = [{ region: "eu-west-1", kmsKeyId: "present" }];
    const { id } = createResource(cloud, { type: SECRET, name: "key", place, inputs: { name: "key", replicas } });
    const put = (inputs: object): void => {
      createResource(cloud, { type: SECRET_VERSION, name: "key", place, inputs: { secretId: id, ...inputs } });
    };
    const values = (): SecretValues | undefined => cloud.find(SECRET, id)?.values;

    test("has its first version as the current one, and keeps it beside a version with another label", () => {
      put({ secretStringWo: "first", versionStages: ["PLACEHOLDER"] });
      expect(values()?.primary).toEqual({ PLACEHOLDER: "first", AWSCURRENT: "first" });
      put({ secretStringWo: "second", versionStages: ["PLACEHOLDER"] });
      expect(values()?.primary).toEqual({ PLACEHOLDER: "second", AWSCURRENT: "first" });
    });

    test("loses its current value to a version without a label", () => {
      put({ secretStringWo: "third" });
      expect(values()?.primary["AWSCURRENT"]).toBe("third");
      expect(values()?.replicas["eu-west-1"]?.["AWSCURRENT"]).toBe("third");
    });

    test("has replicas where its inputs name them, with its values", () => {
      updateResource(cloud, SECRET, id, { name: "key", replicas: [{ region: "eu-west-3" }] });
      expect(values()?.replicas).toEqual({ "eu-west-3": values()?.primary });
    });
  });
});
