import { replacesOf } from "./plugins/replacements";

const PROVIDER = "pulumi:providers:kubernetes";

function kubeconfig(server: string, authority: string): string {
  const cluster = { server, "certificate-authority-data": authority };
  return JSON.stringify({ clusters: [{ name: "airflow", cluster }] });
}

describe("the stand-in of the Kubernetes provider", () => {
  const before = { kubeconfig: kubeconfig("https://one.invalid", "b25l") };
  const after = { kubeconfig: kubeconfig("https://one.invalid", "dHdv") };
  const identifier = { clusterIdentifier: "airflow-development" };

  test("a changed certificate authority makes a provider without an identity another one, as the real one does", () => {
    expect(replacesOf(PROVIDER, before, after, ["kubeconfig"])).toEqual(["kubeconfig"]);
  });

  test("a provider with an identity stays the same", () => {
    expect(replacesOf(PROVIDER, { ...before, ...identifier }, { ...after, ...identifier }, ["kubeconfig"])).toEqual([]);
  });

  test("a provider gets its identity without being replaced, and is another one under another identity", () => {
    expect(replacesOf(PROVIDER, before, { ...before, ...identifier }, ["clusterIdentifier"])).toEqual([]);
    const other = { ...before, clusterIdentifier: "airflow-other" };
    expect(replacesOf(PROVIDER, { ...before, ...identifier }, other, ["clusterIdentifier"])).toEqual([
      "clusterIdentifier",
    ]);
  });
});
