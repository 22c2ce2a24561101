import fc from "fast-check";

import type { CompiledRole } from "../../../workflow/compiled";
import { compileRole } from "../../../workflow/iam/identity";
import type { IamKeys } from "../../../workflow/iam/keys";
import { iamFindings } from "../../../workflow/iam/rules";
import { INLINE_LIMIT, MANAGED_LIMIT, policyText } from "../../../platform/iam/split";
import { iamKeys, s3Path, SECRET_IDS } from "./arbitraries";
import { documentsOf, may, roleInput, settingsWith } from "./support";

const roleOf = (iam: IamKeys): CompiledRole => compileRole(roleInput(iam, { secretIds: SECRET_IDS }));
const statementsOf = (role: CompiledRole) => documentsOf(role).flatMap(({ Statement }) => Statement);

describe("over random iam sections", () => {
  test("sections that the rules accept compile, within AWS's limits", () => {
    fc.assert(
      fc.property(iamKeys, (iam) => {
        const context = { environment: "development", secretIds: SECRET_IDS };
        const errors = iamFindings(iam, context).filter(({ severity }) => severity === "error");
        fc.pre(errors.length === 0);
        documentsOf(roleOf(iam)).forEach((document, index) => {
          expect(policyText(document).length).toBeLessThanOrEqual(index === 0 ? INLINE_LIMIT : MANAGED_LIMIT);
        });
      }),
    );
  });

  test("no action contains a wildcard", () => {
    fc.assert(
      fc.property(iamKeys, (iam) => {
        expect(JSON.stringify(statementsOf(roleOf(iam)).map(({ Action }) => Action))).not.toMatch(/[*?]/);
      }),
    );
  });

  test("every S3 resource names a bucket, and only services without resource types are granted on *", () => {
    fc.assert(
      fc.property(iamKeys, (iam) => {
        for (const { Action, Resource } of statementsOf(roleOf(iam))) {
          for (const resource of Resource ?? []) {
            expect(resource).not.toMatch(/^arn:aws:s3:::[^/]*[*?]/);
            if (resource === "*") {
              expect(String(Action)).not.toMatch(/\b(s3|athena|kms|secretsmanager|iam):/);
            }
          }
        }
      }),
    );
  });

  test("every listing of a bucket is limited to prefixes, unless the whole bucket is granted", () => {
    fc.assert(
      fc.property(fc.uniqueArray(s3Path, { minLength: 1 }), (paths) => {
        fc.pre(paths.every((path) => !/^(s3:\/\/)?[a-z-]+(\/\**)?$/.test(path)));
        const listings = statementsOf(roleOf({ s3_read_only: paths })).filter(({ Action }) =>
          Action.includes("s3:ListBucket"),
        );
        expect(listings.length).toBeGreaterThan(0);
        expect(listings.every(({ Condition }) => (Condition?.StringLike?.["s3:prefix"] ?? []).length > 0)).toBe(true);
      }),
    );
  });

  test("the same section gives the same bytes, whatever the order of its lists", () => {
    const reversed = (value: unknown): unknown => (Array.isArray(value) ? Array.from<unknown>(value).reverse() : value);
    fc.assert(
      fc.property(iamKeys, (iam) => {
        const first = JSON.stringify(roleOf(iam));
        expect(JSON.stringify(roleOf(structuredClone(iam)))).toBe(first);
        const turned = Object.fromEntries(Object.entries(iam).map(([key, value]) => [key, reversed(value)]));
        expect(JSON.stringify(roleOf(turned))).toBe(first);
      }),
    );
  });

  test("a role is frozen at every depth", () => {
    const isDeepFrozen = (value: unknown): boolean =>
      typeof value !== "object" ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));
    fc.assert(fc.property(iamKeys, (iam) => isDeepFrozen(roleOf(iam))));
  });

  test("an s3_deny adds only denials, and changes no Allow", () => {
    const allows = (role: CompiledRole) => statementsOf(role).filter(({ Effect }) => Effect === "Allow");
    fc.assert(
      fc.property(iamKeys, fc.uniqueArray(s3Path, { minLength: 1 }), (iam, s3_deny) => {
        const { s3_deny: without, ...rest } = iam;
        expect(allows(roleOf({ ...rest, s3_deny: [...(without ?? []), ...s3_deny] }))).toEqual(allows(roleOf(rest)));
      }),
    );
  });
});

const action = fc.constantFrom(
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObjectVersion",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
);
const request = fc
  .tuple(
    action,
    fc.constantFrom("lake", "pond", "query-results"),
    fc.array(fc.constantFrom("a", "b", "ab", "prod", "x=1"), { maxLength: 3 }),
  )
  .map(([name, bucket, segments]) =>
    name.includes("Bucket")
      ? {
          action: name,
          resource: `arn:aws:s3:::${bucket}`,
          context: name === "s3:ListBucket" ? { "s3:prefix": segments.join("/") } : {},
        }
      : { action: name, resource: `arn:aws:s3:::${bucket}/${segments.join("/")}x`, context: {} },
  );
const requests = fc.array(request, { minLength: 8, maxLength: 8 });
const s3Keys = iamKeys.map(({ athena, s3_read_only, s3_read_write, s3_write_only, s3_deny }) => ({
  ...(athena && { athena }),
  ...(s3_read_only && { s3_read_only }),
  ...(s3_read_write && { s3_read_write }),
  ...(s3_write_only && { s3_write_only }),
  ...(s3_deny && { s3_deny }),
}));

describe("over random requests, simulated", () => {
  test("adding an s3_deny never allows a request that was refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        s3Keys,
        fc.uniqueArray(s3Path, { minLength: 1, maxLength: 4 }),
        requests,
        async (iam, added, asked) => {
          const before = roleOf(iam);
          const after = roleOf({ ...iam, s3_deny: [...(iam.s3_deny ?? []), ...added] });
          for (const { action: name, resource, context } of asked) {
            if (await may(after, name, resource, context)) {
              expect([name, resource, await may(before, name, resource, context)]).toEqual([name, resource, true]);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("adding any other key never refuses a request that was allowed", async () => {
    await fc.assert(
      fc.asyncProperty(s3Keys, iamKeys, requests, async (iam, more, asked) => {
        const { s3_deny, ...granting } = more;
        fc.pre(s3_deny === undefined || Object.keys(granting).length > 0);
        const joined: IamKeys = { ...granting, ...iam };
        const [before, after] = [roleOf(iam), roleOf({ ...joined, athena: iam.athena ?? more.athena ?? "read" })];
        for (const { action: name, resource, context } of asked) {
          if (await may(before, name, resource, context)) {
            expect([name, resource, await may(after, name, resource, context)]).toEqual([name, resource, true]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("whole-bucket listing never allows any other request than a listing", async () => {
    await fc.assert(
      fc.asyncProperty(s3Keys, requests, async (iam, asked) => {
        const before = roleOf(iam);
        const after = compileRole(roleInput(iam, { settings: settingsWith({ wholeBucketListing: true }) }));
        for (const { action: name, resource, context } of asked.filter((each) => each.action !== "s3:ListBucket")) {
          expect(await may(after, name, resource, context)).toBe(await may(before, name, resource, context));
        }
      }),
      { numRuns: 30 },
    );
  });
});
