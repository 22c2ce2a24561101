import { changesOf } from "../../../tools/drift/digest";
import { BUCKET, OUTPUTS, REFRESHED, STACK } from "./steps";

const printed = (steps: unknown, diagnostics?: unknown): string => JSON.stringify({ steps, diagnostics });

test("a preview that found nothing has no changes, although it refreshed and read resources", () => {
  const read = { ...REFRESHED, op: "read" };
  expect(changesOf({ status: 0, stdout: printed([STACK, REFRESHED, read]) })).toEqual([]);
});

test("a preview that found changes ends with exit code 7, and has them", () => {
  const stdout = printed([STACK, REFRESHED, BUCKET, OUTPUTS], [{ severity: "warning", message: "not accepted yet" }]);
  expect(changesOf({ status: 7, stdout })).toEqual([BUCKET, OUTPUTS]);
});

const WHOLE = printed([STACK, BUCKET]);
const error = (message: string): unknown => [{ severity: "error", message }];

test.each<[string, number | null, string, RegExp]>([
  ["its program or a provider failed", 4, printed([STACK], error("no credentials")), /exit code 4:\nno credentials$/],
  ["an error, and an exit code of success", 0, printed([STACK], error("half read")), /exit code 0:\nhalf read$/],
  ["cancelled halfway", 8, printed([STACK]), /exit code 8; its reasons are above/],
  ["never begun", 6, "", /exit code 6; its reasons are above/],
  ["killed", null, "", /was ended by a signal/],
  ["no JSON", 0, "", /not complete JSON: 0 characters/],
  ["JSON that breaks off", 7, WHOLE.slice(0, -20), /not complete JSON: \d+ characters/],
  ["JSON of something else", 0, "{}", /has no steps/],
  ["a number", 0, "1", /not complete JSON/],
  [
    "changes, but an exit code that means none",
    0,
    WHOLE,
    /exit code 0 says that nothing differs, its 2 steps say that something does/,
  ],
  ["an exit code without a matching step", 7, printed([STACK]), /exit code 7 says that something differs, its 1 steps/],
])("a preview does not count as one that found nothing: %s", (_name, status, stdout, message) => {
  expect(() => changesOf({ status, stdout })).toThrow(message);
});
