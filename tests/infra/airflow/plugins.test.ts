import { Airflow, type AirflowArgs } from "../../../infra/airflow/airflow";
import { createProviders } from "../../../infra/shared/providers";
import { runOnMocks, stackConfig } from "../../support/mocks";

// The program has no plugins, but the layer takes them: docs/decisions/no-plugins.md.
test("the environment is pinned to the version of its plugins' object, and waits for it", async () => {
  const { accounts, airflow } = stackConfig("production");
  // No more of the layers below than this layer needs.
  const network = { vpcId: "vpc-1", subnets: { private: [] }, internetAccess: [], endpoints: [] };
  const cluster = { name: "cluster", securityGroupId: "sg-1", kubeconfig: "{}", ready: [] };
  const run = await runOnMocks(
    () =>
      new Airflow("airflow", {
        environment: "production",
        accounts,
        providers: createProviders(accounts, {}),
        config: airflow,
        pods: 600,
        network: network as unknown as AirflowArgs["network"],
        cluster: cluster as unknown as AirflowArgs["cluster"],
        requirements: "--constraint constraints.txt\n",
        plugins: { "plugin.py": "" },
      }),
  );
  const mwaa = run.one("aws:mwaa/environment:Environment", "mwaa");
  expect(mwaa.inputs).toMatchObject({ pluginsS3Path: "plugins.zip", pluginsS3ObjectVersion: "offline-version" });
  expect(run.dependsOn(mwaa, run.one("aws:s3/bucketObjectv2:BucketObjectv2", "plugins"))).toBe(true);
});
