import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import data from "../../../tools/licences/data/licences.json";
import type { Dependency, Licence } from "../../../tools/licences/dependency";
import { fits } from "../../../tools/licences/expression";
import { licenceIn } from "../../../tools/licences/go";
import { judge, type Rules } from "../../../tools/licences/judge";
import { npmDependencies } from "../../../tools/licences/npm";
import { headersOf, installedLicences, licenceOf, pythonDependencies } from "../../../tools/licences/python";
import { licencesInText } from "../../../tools/licences/texts";
import { ROOT } from "../../../platform/root";
import { temporaryFolder } from "../../support/command";

const RULES: Rules = { allowed: ["MIT", "Apache-2.0"], exceptions: [] };

function dependency(name: string, licence: Licence): Dependency {
  return { ecosystem: "npm", name, version: "1.0.0", lockFile: "package-lock.json", licence };
}

describe("a licence expression", () => {
  test.each([
    ["MIT", true],
    ["GPL-3.0-only", false],
    ["MIT OR GPL-3.0-only", true],
    ["MIT AND GPL-3.0-only", false],
    ["GPL-3.0-only AND MIT OR Apache-2.0", true],
    ["GPL-3.0-only AND (MIT OR Apache-2.0)", false],
    ["(MIT and Apache-2.0)", true],
    ["Apache-2.0 WITH LLVM-exception", false],
    ["(MIT", false],
    ["MIT MIT", false],
    ["", false],
  ])("%s permits use under MIT and Apache-2.0: %s", (expression, expected) => {
    expect(fits(expression, (licence) => RULES.allowed.includes(licence))).toBe(expected);
  });

  test("a licence with an exception is a separate licence", () => {
    expect(fits("Apache-2.0 WITH LLVM-exception", (licence) => licence === "Apache-2.0 WITH LLVM-exception")).toBe(
      true,
    );
  });
});

describe("the judgement", () => {
  test("names every package that is not allowed once, with its lock file and its statement", () => {
    const bad = dependency("bad", { expression: "GPL-3.0-only" });
    expect(
      judge(
        [bad, dependency("good", { expression: "MIT" }), bad, dependency("mute", { unknown: "no licence" })],
        RULES,
      ),
    ).toEqual([
      "package-lock.json: the licence of bad 1.0.0 is not allowed: GPL-3.0-only",
      "package-lock.json: the licence of mute 1.0.0 is not allowed: no licence",
    ]);
  });

  test("accepts an exception only for its package and licence, and reports one that nothing needs", () => {
    const exception = { ecosystem: "npm", package: "tool", licence: "GPL-3.0-only", reason: "tests" } as const;
    const rules = { ...RULES, exceptions: [exception] };
    expect(judge([dependency("tool", { expression: "GPL-3.0-only" })], rules)).toEqual([]);
    expect(judge([dependency("tool", { expression: "AGPL-3.0-only" })], rules)).toHaveLength(2);
    expect(judge([dependency("other", { expression: "GPL-3.0-only" })], rules)).toHaveLength(2);
    expect(judge([], rules)).toEqual([expect.stringMatching(/the exception for tool .* is not needed/)]);
  });
});

describe("the licence that a package states", () => {
  test.each([
    [
      "its expression, whatever else it states",
      "License-Expression: MIT OR X\nLicense: GPL",
      { expression: "MIT OR X" },
    ],
    ["an identifier", "License: Apache-2.0", { expression: "Apache-2.0" }],
    ["a name", "License: 3-Clause BSD License", { expression: "BSD-3-Clause" }],
    [
      "all its classifiers",
      "License: whole text\n  goes on\nClassifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Apache Software License",
      { expression: "MIT AND Apache-2.0" },
    ],
    [
      "one unknown classifier among others",
      "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: Other/Proprietary License",
      { unknown: "MIT; Other/Proprietary License" },
    ],
    ["nothing", "Classifier: Framework :: Pytest", { unknown: "no licence" }],
  ])("in Python's metadata: %s", (_name, metadata, licence) => {
    expect(licenceOf(headersOf(`Name: a\nVersion: 1\n${metadata}\n\nLicense: in the description`))).toEqual(licence);
  });

  test.each([
    ["Apache License\n  Version 2.0, January 2004", ["Apache-2.0"]],
    ["// Permission is hereby granted, free of charge, to any person\n// obtaining a copy of this software", ["MIT"]],
    ["Redistribution and use in source\nand binary forms … Neither the name of X", ["BSD-3-Clause"]],
    ["Redistribution and use in source and binary forms …", ["BSD-2-Clause"]],
    ["Mozilla Public License Version 2.0 … GNU General Public License", ["MPL-2.0"]],
    ["GNU AFFERO GENERAL PUBLIC LICENSE", ["AGPL"]],
    ["Attribution-ShareAlike 4.0 International", ["CC-BY-SA-4.0"]],
    ["All rights reserved", []],
  ])("in a text: %j", (text, licences) => {
    expect(licencesInText(text)).toEqual(licences);
  });

  test("in the files of a Go module: all of them", () => {
    const folder = temporaryFolder();
    expect(licenceIn(folder)).toEqual({ unknown: "no licence file" });
    writeFileSync(join(folder, "LICENSE"), "Apache License, Version 2.0");
    writeFileSync(join(folder, "COPYING"), "GNU GENERAL PUBLIC LICENSE");
    expect(licenceIn(folder)).toEqual({ expression: "GPL AND Apache-2.0" });
    writeFileSync(join(folder, "LICENSE.docs"), "ask me");
    expect(licenceIn(folder)).toEqual({ unknown: "LICENSE.docs, whose text is unknown" });
  });
});

describe("the packages of", () => {
  test("package-lock.json are those for every operating system, named without their folders", () => {
    const found = npmDependencies(ROOT, "package-lock.json");
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(["@swc/core-win32-x64-msvc", "typescript"]));
    expect(found.filter(({ name }) => name === "" || name.includes("node_modules"))).toEqual([]);
  });

  test("requirements are looked up by version, otherwise by name, and a missing one is reported", () => {
    const root = temporaryFolder();
    for (const [version, licence] of [
      ["1.0", "MIT"],
      ["2.0", "GPL-2.0-only"],
    ]) {
      const info = join(root, `.venvs/v${version}/lib/python3.11/site-packages/some_thing-${version}.dist-info`);
      mkdirSync(info, { recursive: true });
      writeFileSync(
        join(info, "METADATA"),
        `Name: Some.Thing\nVersion: ${version}\nLicense-Expression: ${licence}\n\n`,
      );
    }
    const text =
      "# comment\nsome_thing==1.0\nsome-thing[extra]==2.0 ; python_version > '3'\nsome-thing==3.0\nabsent==1.0\n";
    const licences = pythonDependencies(text, "requirements.txt", installedLicences(root)).map(
      ({ licence }) => licence,
    );
    expect(licences).toEqual([
      { expression: "MIT" },
      { expression: "GPL-2.0-only" },
      { expression: "GPL-2.0-only" },
      { unknown: expect.stringContaining("run make licences") as string },
    ]);
  });
});

test("every exception has a reason, and no exception is for an allowed licence", () => {
  data.exceptions.forEach(({ licence, reason }) => {
    expect(reason.length).toBeGreaterThan(20);
    expect(fits(licence, (one) => data.allowed.includes(one))).toBe(false);
  });
});
