import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { ROOT } from "../../platform/root";

/** A shape of AWS's API models: https://smithy.io/2.0/spec/model.html in the form of botocore. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, ShapeReference>>;
  readonly required?: readonly string[];
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

interface ShapeReference {
  readonly shape: string;
  /** Text for people, in HTML. It has the limits that the shape leaves out. */
  readonly documentation?: string;
}

/** A service's API, as AWS describes it for its SDKs. */
export class ServiceModel {
  private constructor(
    private readonly name: string,
    private readonly model: {
      readonly operations: Readonly<Record<string, { readonly input: ShapeReference }>>;
      readonly shapes: Readonly<Record<string, Shape>>;
    },
  ) {}

  /** Reads the newest model of a service in the botocore that `make venvs` installs. */
  static read(service: string): ServiceModel {
    const folder = join(SITE_PACKAGES, "botocore/data", service);
    const newest = readdirSync(folder).sort().at(-1) ?? "";
    const text = gunzipSync(readFileSync(join(folder, newest, "service-2.json.gz"))).toString();
    return new ServiceModel(service, JSON.parse(text) as ServiceModel["model"]);
  }

  shape(name: string): Shape {
    const shape = this.model.shapes[name];
    if (shape === undefined) {
      throw new Error(`${this.name} has no shape ${name}`);
    }
    return shape;
  }

  /** Shape of an operation's input. */
  inputOf(operation: string): Shape {
    const input = this.model.operations[operation]?.input;
    if (input === undefined) {
      throw new Error(`${this.name} has no operation ${operation} with an input`);
    }
    return this.shape(input.shape);
  }
}

const LIBRARIES = join(ROOT, ".venvs/moto/lib");
const SITE_PACKAGES = join(LIBRARIES, readdirSync(LIBRARIES)[0] ?? "", "site-packages");
