import { driftIssue, driftReport } from "../../../tools/drift/report";
import { transitGatewayRouteName } from "../../../platform/network/transit-gateway-route";
import { BUCKET, OUTPUTS, route, URN } from "./steps";

const TO_GATEWAY = transitGatewayRouteName("private-eu-west-2a", "10.0.0.0/8");
const BACK = transitGatewayRouteName("intra", "10.26.0.0/16");
const RUN = "https://github.example/department/airflow/actions/runs/42";

test("a different output alone is not drift", () => {
  expect(driftReport([OUTPUTS])).toEqual({ changes: [], transitGatewayAccepted: false });
});

test.each([
  ["routes from pods", [OUTPUTS, route(TO_GATEWAY)], true],
  ["those and routes back to the callers of the API", [route(TO_GATEWAY), route(BACK)], true],
  ["another change beside them", [route(TO_GATEWAY), BUCKET], false],
  ["one that is deleted", [route(TO_GATEWAY, "delete")], false],
  ["a default route that somebody deleted", [route("private-eu-west-2a-to-internet")], false],
  ["nothing", [], false],
])("whether the steps mean an accepted Transit Gateway: %s", (_name, steps, accepted) => {
  expect(driftReport(steps).transitGatewayAccepted).toBe(accepted);
});

test("an issue lists each change with the properties that differ, and the run that found it", () => {
  const body = driftIssue("test", driftReport([OUTPUTS, BUCKET]), RUN);
  expect(body).toMatch(/^1 resource of `test` differs from `main`\.\n/);
  expect(body).toContain(
    "- **update** `analytical-platform:network:Network$aws:s3/bucket:Bucket::dags`: `tags`, `versioning`\n",
  );
  expect(body).toContain(RUN);
});

test("an issue contains no value, so that secrets do not depend on Pulumi's masking alone", () => {
  const state = { inputs: { password: "plain" } };
  const step = { ...BUCKET, diffReasons: ["password"], oldState: state, newState: state };
  expect(driftIssue("test", driftReport([step]), RUN)).not.toContain("plain");
});

test("an issue lists as many changes as GitHub accepts, and counts the rest", () => {
  const steps = Array.from({ length: 400 }, (_, index) => ({
    ...BUCKET,
    urn: `${URN}type::${"é".repeat(100)}${index}`,
  }));
  const body = driftIssue("test", driftReport(steps), RUN);
  expect(Buffer.byteLength(body)).toBeLessThan(65_536);
  const listed = body.match(/^- \*\*update\*\*/gm)?.length ?? 0;
  expect(listed).toBeGreaterThan(100);
  expect(body).toContain(`- and ${400 - listed} more: see the run`);
});
