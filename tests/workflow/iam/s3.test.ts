import type { CompiledRole } from "../../../workflow/compiled";
import { may, roleWith, settingsWith } from "./support";

const object = (path: string) => `arn:aws:s3:::${path}`;
const list = (role: CompiledRole, bucket: string, prefix?: string) =>
  may(role, "s3:ListBucket", object(bucket), prefix === undefined ? {} : { "s3:prefix": prefix });

const READ = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging"];
const WRITE = [
  "s3:PutObject",
  "s3:PutObjectTagging",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:RestoreObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
];

describe("s3_read_only", () => {
  const role = () => roleWith({ s3_read_only: ["lake/input/*"] });

  test.each(READ)("%s is allowed on its own prefix, refused on a neighbour's", async (action) => {
    expect(await may(role(), action, object("lake/input/day/file.csv"))).toBe(true);
    expect(await may(role(), action, object("lake/input-of-others/file.csv"))).toBe(false);
    expect(await may(role(), action, object("lake/file.csv"))).toBe(false);
    expect(await may(role(), action, object("other-lake/input/file.csv"))).toBe(false);
  });

  test.each([...WRITE, "s3:PutObjectAcl"])("%s is refused, because the path is read-only", async (action) => {
    expect(await may(role(), action, object("lake/input/file.csv"))).toBe(false);
  });

  test("listing is allowed in every spelling of the prefix that tools use, and refused elsewhere", async () => {
    expect(await list(role(), "lake", "input")).toBe(true);
    expect(await list(role(), "lake", "input/")).toBe(true);
    expect(await list(role(), "lake", "input/day/")).toBe(true);
    expect(await list(role(), "lake", "input-of-others/")).toBe(false);
    expect(await list(role(), "lake", "")).toBe(false);
    expect(await list(role(), "lake")).toBe(false);
    expect(await list(role(), "other-lake", "input/")).toBe(false);
  });

  test("of the bucket's settings, only its region can be read", async () => {
    expect(await may(role(), "s3:GetBucketLocation", object("lake"))).toBe(true);
    expect(await may(role(), "s3:GetBucketLocation", object("other-lake"))).toBe(false);
    expect(await may(role(), "s3:GetBucketPolicy", object("lake"))).toBe(false);
    expect(await may(role(), "s3:ListBucketMultipartUploads", object("lake"))).toBe(false);
  });

  test("prefixes of one bucket are not listable in another", async () => {
    const both = roleWith({ s3_read_only: ["lake/one/*", "pond/two/*"] });
    expect(await list(both, "lake", "one/")).toBe(true);
    expect(await list(both, "pond", "two/")).toBe(true);
    expect(await list(both, "lake", "two/")).toBe(false);
    expect(await list(both, "pond", "one/")).toBe(false);
  });

  test("a bucket alone means all its objects, and the listing of the whole bucket", async () => {
    for (const path of ["lake", "lake/", "lake/*", "s3://lake"]) {
      const whole = roleWith({ s3_read_only: [path] });
      expect(await may(whole, "s3:GetObject", object("lake/any/file.csv"))).toBe(true);
      expect(await list(whole, "lake")).toBe(true);
      expect(await list(whole, "lake", "any/")).toBe(true);
      expect(await may(whole, "s3:GetObject", object("lake-of-others/file.csv"))).toBe(false);
    }
  });

  test("a path without a closing wildcard means the object and everything below it, not paths that start alike", async () => {
    for (const path of ["lake/table=a", "lake/table=a/"]) {
      const exact = roleWith({ s3_read_only: [path] });
      expect(await may(exact, "s3:GetObject", object("lake/table=a/part"))).toBe(true);
      expect(await may(exact, "s3:GetObject", object("lake/table=ab/part"))).toBe(false);
    }
    expect(await may(roleWith({ s3_read_only: ["lake/file.csv"] }), "s3:GetObject", object("lake/file.csv"))).toBe(
      true,
    );
  });

  test("wildcards inside a path apply to objects and to listing", async () => {
    const wild = roleWith({ s3_read_only: ["lake/prod/*/curated/*", "lake/hocas*"] });
    expect(await may(wild, "s3:GetObject", object("lake/prod/roads/curated/file"))).toBe(true);
    expect(await may(wild, "s3:GetObject", object("lake/prod/roads/raw/file"))).toBe(false);
    expect(await list(wild, "lake", "prod/roads/curated/")).toBe(true);
    expect(await list(wild, "lake", "prod/")).toBe(false);
    expect(await list(wild, "lake", "hocas_2/")).toBe(true);
  });

  test("repeated wildcards mean the same as one", () => {
    expect(roleWith({ s3_read_only: ["lake/**", "pond/a/**/b***"] })).toEqual(
      roleWith({ s3_read_only: ["lake/*", "pond/a/*/b*"] }),
    );
  });

  test("whole-bucket listing, a setting of the platform, widens only listing", async () => {
    const wide = roleWith({ s3_read_only: ["lake/input/*"] }, { settings: settingsWith({ wholeBucketListing: true }) });
    expect(await list(wide, "lake")).toBe(true);
    expect(await list(wide, "lake", "elsewhere/")).toBe(true);
    expect(await list(wide, "other-lake")).toBe(false);
    expect(await may(wide, "s3:GetObject", object("lake/elsewhere/file"))).toBe(false);
  });
});

describe("s3_read_write", () => {
  const role = () => roleWith({ s3_read_write: ["lake/output/*"] });

  test.each([...READ, ...WRITE])("%s is allowed on its own prefix, refused on a neighbour's", async (action) => {
    expect(await may(role(), action, object("lake/output/file.csv"))).toBe(true);
    expect(await may(role(), action, object("lake/output-of-others/file.csv"))).toBe(false);
  });

  test.each(["s3:PutObjectAcl", "s3:BypassGovernanceRetention", "s3:PutObjectLegalHold"])(
    "%s is refused: the workflow does not manage rights over objects",
    async (action) => {
      expect(await may(role(), action, object("lake/output/file.csv"))).toBe(false);
    },
  );

  test("it may list its prefix and uploads in progress, as multipart writers do", async () => {
    expect(await list(role(), "lake", "output/")).toBe(true);
    expect(await list(role(), "lake", "input/")).toBe(false);
    expect(await may(role(), "s3:ListBucketMultipartUploads", object("lake"))).toBe(true);
    expect(await may(role(), "s3:ListBucketMultipartUploads", object("pond"))).toBe(false);
  });

  test.each(["s3:DeleteBucket", "s3:PutBucketPolicy"])(
    "%s is refused: the workflow does not own the bucket",
    async (action) => {
      expect(await may(role(), action, object("lake"))).toBe(false);
    },
  );
});

describe("s3_write_only", () => {
  const role = () => roleWith({ s3_write_only: ["lake/drop/*"] });

  test.each(["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"])(
    "%s is allowed on its own prefix, refused on a neighbour's",
    async (action) => {
      expect(await may(role(), action, object("lake/drop/file.csv"))).toBe(true);
      expect(await may(role(), action, object("lake/dropped/file.csv"))).toBe(false);
    },
  );

  test.each([...READ, "s3:GetObjectAttributes", "s3:PutObjectTagging"])(
    "%s is refused, because the path is write-only",
    async (action) => {
      expect(await may(role(), action, object("lake/drop/file.csv"))).toBe(false);
    },
  );

  test("nothing can be listed", async () => {
    expect(await list(role(), "lake", "drop/")).toBe(false);
    expect(await list(role(), "lake")).toBe(false);
    expect(await may(role(), "s3:ListBucketMultipartUploads", object("lake"))).toBe(false);
  });

  test("with s3_read_only for the same bucket, each path keeps its own rights", async () => {
    const both = roleWith({ s3_read_only: ["lake/in/*"], s3_write_only: ["lake/drop/*"] });
    expect(await may(both, "s3:GetObject", object("lake/drop/file"))).toBe(false);
    expect(await may(both, "s3:PutObject", object("lake/in/file"))).toBe(false);
    expect(await may(both, "s3:GetObject", object("lake/in/file"))).toBe(true);
    expect(await may(both, "s3:PutObject", object("lake/drop/file"))).toBe(true);
  });
});

describe("s3_deny", () => {
  test.each([...READ, ...WRITE])(
    "%s is refused below the denied path although the rest of the bucket allows it",
    async (action) => {
      const role = roleWith({ s3_read_write: ["lake/*"], s3_deny: ["lake/private/*"] });
      expect(await may(role, action, object("lake/private/file.csv"))).toBe(false);
      expect(await may(role, action, object("lake/private-not/file.csv"))).toBe(true);
    },
  );

  test("listing is refused only below the denied path", async () => {
    const role = roleWith({ s3_read_write: ["lake/*"], s3_deny: ["lake/private/*"] });
    for (const prefix of ["private", "private/", "private/deep/"]) {
      expect(await list(role, "lake", prefix)).toBe(false);
    }
    expect(await list(role, "lake", "public/")).toBe(true);
  });

  test("it grants nothing", async () => {
    const role = roleWith({ s3_deny: ["lake/private/*"] });
    expect(await may(role, "s3:GetObject", object("lake/private/file"))).toBe(false);
    expect(await may(role, "s3:GetObject", object("lake/public/file"))).toBe(false);
    expect(await list(role, "lake", "public/")).toBe(false);
  });

  test("it overrides a grant of the same path, whole-bucket listing and query results", async () => {
    const role = roleWith(
      { athena: "read", s3_read_write: ["lake/a/*"], s3_deny: ["lake/a/*", "query-results"] },
      { settings: settingsWith({ wholeBucketListing: true }) },
    );
    expect(await may(role, "s3:PutObject", object("lake/a/file"))).toBe(false);
    expect(await list(role, "lake", "a/")).toBe(false);
    expect(await may(role, "s3:PutObject", object("query-results/AROAEXAMPLEEXAMPLE1:session/file"))).toBe(false);
  });

  test("a whole bucket can be denied, with every listing of it", async () => {
    const role = roleWith({ s3_read_write: ["lake/*"], s3_deny: ["lake"] });
    expect(await may(role, "s3:GetObject", object("lake/file"))).toBe(false);
    expect(await list(role, "lake")).toBe(false);
    expect(await may(role, "s3:ListBucketMultipartUploads", object("lake"))).toBe(false);
  });
});
