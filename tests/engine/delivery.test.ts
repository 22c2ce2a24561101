import { Moto } from "../support/moto";
import { ACCOUNT, Deployments } from "./support/deployments";
import { commandsOfGuide } from "./support/guide";

const GUIDE = "docs/how-to/let-github-deploy.md";

// Each test a step of the guide after the one before it.
describe("the roles that GitHub deploys as, made by the guide's commands", () => {
  let aws: Moto;
  let deployments: Deployments;

  beforeAll(async () => {
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
  });
  afterAll(() => aws.stop());

  test("an administrator creates them, and the output names them", async () => {
    const output = await deployments.succeed(commandsOfGuide(GUIDE, "cd infra/delivery", { "<account>": ACCOUNT }));
    expect(output).toMatch(/applyRoleArn +arn:aws:iam::\d{12}:role\/\S+-apply/);
    expect(output).toMatch(/planRoleArn +arn:aws:iam::\d{12}:role\/\S+-plan/);
    const roles = deployments.cloud.ofType("aws:iam/role:Role").map(({ inputs }) => String(inputs["name"]));
    expect(roles.map((name) => name.replace(/^analytical-platform-airflow-development-/, "")).sort()).toEqual([
      "apply",
      "apply-data",
      "plan",
      "plan-data",
    ]);
  });

  test("what is to be committed is the encrypted data key of each stack, and nothing else", async () => {
    await deployments.succeed(commandsOfGuide(GUIDE, "account.\nnpx pulumi stack init"));
    const changed = deployments.repository.git("diff", "--unified=0").split("\n");
    expect(changed.filter((line) => /^[-+](?![-+])/.test(line))).toEqual([
      expect.stringMatching(/^\+encryptedkey: \S+$/),
      expect.stringMatching(/^\+encryptedkey: \S+$/),
    ]);
  });

  test("nothing is left to do there", async () => {
    await deployments.succeed(
      "cd infra/delivery && npx pulumi preview --stack development --expect-no-changes --non-interactive",
    );
  });
});
