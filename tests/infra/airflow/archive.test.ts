import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { requireArchive } from "../../../infra/airflow/archive";
import { archivePath } from "../../../platform/airflow/wheel-lock";
import { temporaryFolder } from "../../support/command";

const PRIVATE = { version: "3.0.6", webserverAccess: "private" } as const;

test("a deployment with a private web server is refused without its archive, and the message names the command", () => {
  expect(() => {
    requireArchive("production", PRIVATE, temporaryFolder());
  }).toThrow(
    new pulumi.RunError(
      "Pulumi.production.yaml: airflow.webserverAccess is private, and there is no build/wheels/3.0.6/plugins.zip, from which " +
        "MWAA then installs its requirements: run npm run wheels -- production",
    ),
  );
});

test("a deployment with an archive of other wheels is refused", () => {
  const root = temporaryFolder();
  const path = join(root, archivePath("3.0.6"));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "older");
  expect(() => {
    requireArchive("test", PRIVATE, root);
  }).toThrow(/plugins\.zip does not have the wheels of its lock.*run npm run wheels -- test$/);
});

test("a public web server needs no archive", () => {
  expect(() => {
    requireArchive("test", { ...PRIVATE, webserverAccess: "public" }, temporaryFolder());
  }).not.toThrow();
});
