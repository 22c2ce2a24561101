import { temporaryFolder } from "../support/command";
import { createResource, deleteResource, updateResource } from "./plugins/behaviour";
import { FakeCloud } from "./plugins/fake-cloud";

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
});
