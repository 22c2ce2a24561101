import { stackTags, tooManyTags } from "../../platform/tags";
import { stackConfig } from "../support/mocks";

const STACK = Object.keys(stackTags("test", stackConfig("test").tags));
const DAG_OBJECT = ["Name", "business-unit", "owner", "project", "workflow"];

test("a DAG object has one tag fewer than S3 takes, so one more is allowed and two are not", () => {
  const type = "aws:s3/bucketObjectv2:BucketObjectv2";
  expect(tooManyTags(type, STACK, DAG_OBJECT)).toBeUndefined();
  expect(tooManyTags(type, STACK, [...DAG_OBJECT, "cost-centre"])).toBeUndefined();
  expect(tooManyTags(type, STACK, [...DAG_OBJECT, "cost-centre", "team"])).toBe(
    "11 tags, and AWS takes at most 10 on an object in S3: leave out 1 of Name, project, workflow, cost-centre, team, " +
      "or of the stack's business-unit, application, environment-name, owner, is-production, source-code",
  );
});

test("a role may have 50 tags", () => {
  const own = (count: number): string[] => Array.from({ length: count }, (_, index) => `tag-${index}`);
  expect(tooManyTags("aws:iam/role:Role", STACK, own(50 - STACK.length))).toBeUndefined();
  expect(tooManyTags("aws:iam/role:Role", STACK, own(51 - STACK.length))).toMatch(
    /^51 tags, and AWS takes at most 50 on a resource: leave out 1 of/,
  );
});
