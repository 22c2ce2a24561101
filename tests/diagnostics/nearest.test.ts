import { nearest } from "../../diagnostics/nearest";

describe("the nearest known word", () => {
  test.each([
    ["retrys", ["retries", "tag"], "retries"],
    ["RETRIES", ["retries"], "retries"],
    ["max active__runs", ["max-active-runs", "x"], "max-active-runs"],
    ["ab", ["ac"], "ac"],
    ["abc", ["xyc"], undefined],
    ["abcdef", ["abcdxy"], "abcdxy"],
    ["abcdef", ["abcxyz"], undefined],
    ["abcd", ["abxy"], "abxy"],
    ["a____b", ["a-b"], "a-b"],
    ["a-b-c-d-e", ["abcde"], undefined],
    ["a", [], undefined],
  ])("of %j among %j is %j: at most a third of its letters, rounded up, differ", (word, known, found) => {
    expect(nearest(word, known)).toBe(found);
  });

  test.each([
    ["s3_read", ["s3_deny", "s3_read_only", "s3_read_write", "s3_write_only"], "s3_read_only"],
    ["s3_write", ["s3_deny", "s3_read_only", "s3_read_write", "s3_write_only"], "s3_write_only"],
    ["s3_raed_only", ["s3_deny", "s3_read_only"], "s3_read_only"],
    ["s3_dney", ["s3_read", "s3_deny"], "s3_deny"],
    ["s3_read", ["s3_deny"], undefined],
    ["cloudwatch", ["cloudwatch_logs_read_only"], "cloudwatch_logs_read_only"],
    ["cloud", ["cloudwatch_logs_read_only"], undefined],
    ["read", ["deny"], undefined],
  ])("of %j among %j is %j: part by part, and never an opposite", (word, known, found) => {
    expect(nearest(word, known)).toBe(found);
  });

  test("is searched among the first 200, so that thousands of names stay quick", () => {
    const known = (before: number): string[] => [...Array<string>(before).keys()].map((n) => `zzzzzzzzzz${n}`);
    expect(nearest("retrys", [...known(199), "retries"])).toBe("retries");
    expect(nearest("retrys", [...known(200), "retries"])).toBeUndefined();
  });
});
