import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";

import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { DiffRequest, type DiffResponse } from "@pulumi/pulumi/proto/provider_pb";

import { type Properties, struct } from "../support/wire";
import { replacesOf } from "./plugins/replacements";
import { KUBERNETES } from "./support/installation";

const TYPE = "pulumi:providers:kubernetes";

const FIRST = kubeconfig("https://first.example", "Zmlyc3Q=");
const OTHER_ENDPOINT = kubeconfig("https://second.example", "Zmlyc3Q=");
const OTHER_AUTHORITY = kubeconfig("https://first.example", "c2Vjb25k");

describe("the provider of Kubernetes is replaced, with every object, for", () => {
  let client: ResourceProviderClient;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const engine = createServer().listen(0, "127.0.0.1");
    await once(engine, "listening");
    const plugin = spawn(KUBERNETES, [`127.0.0.1:${(engine.address() as AddressInfo).port}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = (await once(createInterface({ input: plugin.stdout }), "line")) as [string];
    client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    end = async (): Promise<void> => {
      client.close();
      const ended = once(plugin, "exit");
      plugin.kill("SIGKILL");
      engine.close();
      await ended;
    };
  });
  afterAll(() => end());

  test.each<[string, Properties, Properties, string[]]>([
    ["a new endpoint, without an identifier", { kubeconfig: FIRST }, { kubeconfig: OTHER_ENDPOINT }, ["kubeconfig"]],
    ["a new authority, without an identifier", { kubeconfig: FIRST }, { kubeconfig: OTHER_AUTHORITY }, ["kubeconfig"]],
    ["no new endpoint, with an identifier", named("one", FIRST), named("one", OTHER_ENDPOINT), []],
    ["no new authority, with an identifier", named("one", FIRST), named("one", OTHER_AUTHORITY), []],
    ["another identifier", named("one", FIRST), named("two", FIRST), ["clusterIdentifier"]],
    ["no identifier that is added", { kubeconfig: FIRST }, named("one", FIRST), []],
  ])("%s, in the real one and in the fake one", async (_, olds, news, expected) => {
    expect((await diff(client, olds, news)).getReplacesList()).toEqual(expected);
    const changed = Object.keys({ ...olds, ...news }).filter((key) => olds[key] !== news[key]);
    expect(replacesOf(TYPE, olds, news, changed)).toEqual(expected);
  });
});

function named(clusterIdentifier: string, config: string): Properties {
  return { clusterIdentifier, kubeconfig: config };
}

function kubeconfig(server: string, authority: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "one", cluster: { server, "certificate-authority-data": authority } }],
    contexts: [{ name: "one", context: { cluster: "one", user: "one" } }],
    "current-context": "one",
    users: [{ name: "one", user: { token: "a token" } }],
  });
}

/** The provider's answer, as the engine asks for it. */
function diff(client: ResourceProviderClient, olds: Properties, news: Properties): Promise<DiffResponse> {
  const request = new DiffRequest()
    .setUrn(`urn:pulumi:development::airflow::${TYPE}::kubernetes`)
    .setOlds(struct(olds))
    .setNews(struct(news));
  return new Promise((resolve, reject) => {
    client.diffConfig(request, (error, answer) => {
      if (error === null) {
        resolve(answer);
      } else {
        reject(error);
      }
    });
  });
}
