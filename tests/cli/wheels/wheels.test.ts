import { main as wheels } from "../../../cli/wheels";
import { ENVIRONMENTS } from "../../../platform/environments";
import { call } from "../../support/command";

test("a stack with a public web server needs no archive, and the command says so without an index", async () => {
  const { status, stdout, stderr } = await call(wheels, ["development"], { PIP_NO_INDEX: "1" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Nothing to build: Pulumi\.development\.yaml has webserverAccess: public/);
});

test("a stack that does not exist is refused, with those that do", async () => {
  const { status, stderr } = await call(wheels, ["staging"]);
  expect(status).toBe(2);
  expect(ENVIRONMENTS.filter((environment) => !stderr.includes(environment))).toEqual([]);
});
