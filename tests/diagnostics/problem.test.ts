import { hasErrors } from "../../workflow/check";
import { formatProblem, type Problem } from "../../diagnostics/problem";

const problem: Problem = {
  severity: "error",
  code: "bad-cron",
  message: "write five fields",
  file: "a/workflow.yml",
  line: 3,
  column: 7,
  path: ["dag", "schedule"],
};
const warning: Problem = { ...problem, severity: "warning" };

test("a problem is printed as compilers print it, and a warning with the word warning", () => {
  expect(formatProblem(problem)).toBe("a/workflow.yml:3:7: write five fields");
  expect(formatProblem(warning)).toBe("a/workflow.yml:3:7: warning: write five fields");
});

test("warnings alone are not errors", () => {
  expect(hasErrors([])).toBe(false);
  expect(hasErrors([warning])).toBe(false);
  expect(hasErrors([warning, problem])).toBe(true);
});
