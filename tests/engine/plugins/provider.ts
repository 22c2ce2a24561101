import { isDeepStrictEqual } from "node:util";

import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type InvokeRequest,
  InvokeResponse,
  PropertyDiff,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { answering } from "../../support/grpc";
import { type Properties, struct, UNKNOWN } from "../../support/wire";
import { createResource, deleteResource, unknownAfterUpdate, updateResource } from "./behaviour";
import { lookUp } from "./look-ups";
import { replacesOf } from "./replacements";
import { serve } from "./serve";
import { FakeCloud } from "./fake-cloud";

/**
 * A provider that makes resources in a {@link FakeCloud}: the protocol of the real one, with the answers of the offline preview.
 * Its one argument is the plugin's version.
 */
const [, , version = ""] = process.argv;
const cloud = new FakeCloud(process.env["TEST_FAKE_CLOUD"] ?? "");

/** Configuration of the provider. Each provider of a program is a separate process. */
let configuration: Properties = {};

serve((server) => {
  server.addService(ResourceProviderService, {
    getPluginInfo: answering(() => new PluginInfo().setVersion(version)),
    attach: answering(() => new Empty()),
    cancel: answering(() => new Empty()),
    checkConfig: answering((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diffConfig: answering((request: DiffRequest) => diff(typeOf(request.getUrn()), request)),
    // Secrets, references and outputs come as plain values: the engine keeps in mind which were secret.
    configure: answering((request: ConfigureRequest) => {
      configuration = plain(request.getArgs());
      return new ConfigureResponse().setSupportspreview(true);
    }),
    check: answering((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diff: answering((request: DiffRequest) => diff(request.getType(), request)),
    create: answering(create),
    read: answering(read),
    update: answering(update),
    delete: answering((request: DeleteRequest) => {
      deleteResource(cloud, request.getType(), request.getId());
      return new Empty();
    }),
    invoke: answering((request: InvokeRequest) =>
      new InvokeResponse().setReturn(struct(lookUp(cloud, request.getTok(), plain(request.getArgs())))),
    ),
  });
});

/** The account and region that a resource is made in. */
function placeOf(inputs: Properties): string {
  return JSON.stringify([configuration["profile"], inputs["region"] ?? configuration["region"]]);
}

/** A preview knows the inputs, and which further properties there will be, but not their values. */
function create(request: CreateRequest): CreateResponse {
  const inputs = plain(request.getProperties());
  const wanted = { type: request.getType(), name: request.getName(), inputs, place: placeOf(inputs) };
  const made = createResource(request.getPreview() ? undefined : cloud, wanted);
  return request.getPreview()
    ? new CreateResponse().setProperties(struct({ ...unknown(made.state), ...inputs }))
    : new CreateResponse().setId(made.id).setProperties(struct(made.state));
}

function read(request: ReadRequest): ReadResponse {
  cloud.noteRead(request.getType());
  const existing = cloud.find(request.getType(), request.getId());
  return existing === undefined
    ? new ReadResponse()
    : new ReadResponse().setId(existing.id).setProperties(struct(existing.state)).setInputs(struct(existing.inputs));
}

function update(request: UpdateRequest): UpdateResponse {
  const olds = plain(request.getOlds());
  const news = plain(request.getNews());
  if (request.getPreview()) {
    return new UpdateResponse().setProperties(struct({ ...olds, ...news, ...unknownAfterUpdate(request.getType()) }));
  }
  return new UpdateResponse().setProperties(struct(updateResource(cloud, request.getType(), request.getId(), news)));
}

/** The type in a URN. */
function typeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** Which inputs differ, and which of them only a new resource can have. */
function diff(type: string, request: DiffRequest): DiffResponse {
  const olds = plain(request.getOldInputs());
  const news = plain(request.getNews());
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const changed = keys.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  const replaces = replacesOf(type, olds, news, changed);
  const response = new DiffResponse()
    .setChanges(changed.length === 0 ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME)
    .setDiffsList(changed)
    .setReplacesList([...replaces])
    .setHasdetaileddiff(true);
  const { Kind } = PropertyDiff;
  for (const key of changed) {
    const kinds =
      olds[key] === undefined
        ? [Kind.ADD, Kind.ADD_REPLACE]
        : news[key] === undefined
          ? [Kind.DELETE, Kind.DELETE_REPLACE]
          : [Kind.UPDATE, Kind.UPDATE_REPLACE];
    const kind = kinds[replaces.includes(key) ? 1 : 0] ?? Kind.UPDATE;
    response.getDetaileddiffMap().set(key, new PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return response;
}

function unknown(state: Properties): Properties {
  return Object.fromEntries(Object.keys(state).map((key) => [key, UNKNOWN]));
}

function plain(properties: Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}
