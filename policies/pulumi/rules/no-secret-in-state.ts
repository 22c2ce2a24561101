import type { ResourceRule } from "./rule";

/** Inputs whose value Pulumi would keep in the state, by type, with what to write instead. */
const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": {
    secretString: "secretStringWo, which is write-only",
    secretBinary: "secretStringWo, which is write-only",
  },
  "aws:ssm/parameter:Parameter": { value: "a secret in Secrets Manager, whose value is set by hand" },
};

/** Types that create a secret, which Pulumi then stores in the state. */
const MAKERS: Readonly<Record<string, string>> = {
  "aws:iam/accessKey:AccessKey": "make the key by hand, and put it into a secret",
  "aws:iam/userLoginProfile:UserLoginProfile": "give people roles",
};

/** The rule "the state contains no secret value". */
export const noSecretInState: ResourceRule = {
  name: "no-secret-in-state",
  description: "No secret value is in Pulumi's state, not even encrypted.",
  check: ({ type, inputs }) => {
    const maker = MAKERS[type];
    return [
      ...(maker === undefined ? [] : [{ property: "type", message: `the state would contain its secret: ${maker}` }]),
      ...Object.entries(KEPT[type] ?? {})
        .filter(([property]) => property in inputs)
        .map(([property, instead]) => ({ property, message: `the state would contain its value: write ${instead}` })),
    ];
  },
};
