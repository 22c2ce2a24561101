import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { StackConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { named, type TagMap } from "../../platform/tags";
import type { OtherEnvironment } from "../../platform/delivery/other-environments";
import { configuredRoleBoundary } from "../../platform/names/role-boundary";
import { createRoleBoundary } from "./role-boundary-policy";
import { type Access, ACCOUNTS, GITHUB_ISSUER } from "../../platform/names/delivery";
import { createDeliveryRole } from "./role";
import { computeRoleTrust, githubTrust } from "../../platform/delivery/trust";

export interface DeliveryArgs {
  readonly environment: string;
  readonly config: StackConfig;
  /** All other environments, which the boundaries keep roles from. */
  readonly others: readonly OtherEnvironment[];
  readonly providers: Providers;
  readonly tags: TagMap;
}

/** The roles that plan and deploy an environment for GitHub, the boundaries of what they make, and the trust in GitHub's tokens. */
export class Delivery extends pulumi.ComponentResource {
  /** ARN of the compute account's role for each purpose, for the variables of GitHub's environments. */
  readonly roleArns: Readonly<Record<Access, pulumi.Output<string>>>;

  constructor(name: string, args: DeliveryArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:delivery:Delivery", name, {}, opts);
    const { environment, config, others, providers, tags } = args;
    const { compute, data } = config.accounts;
    const inCompute = { parent: this, provider: providers.compute };
    const inData = { parent: this, provider: providers.data };
    const github = config.delivery.createOidcProvider
      ? [
          new aws.iam.OpenIdConnectProvider(
            "github",
            {
              url: `https://${GITHUB_ISSUER}`,
              clientIdLists: ["sts.amazonaws.com"],
              tags: named(tags, GITHUB_ISSUER),
            },
            // Roles of other repositories may trust it too.
            { ...inCompute, protect: true },
          ),
        ]
      : [];

    ACCOUNTS.filter((account) => configuredRoleBoundary(config, account) === undefined).forEach((account) => {
      createRoleBoundary({ environment, account, config }, others, tags, account === "compute" ? inCompute : inData);
    });

    const createRoles = (access: Access): pulumi.Output<string> => {
      const shared = { access, tags };
      const role = createDeliveryRole(
        {
          ...shared,
          scope: { environment, account: "compute", config },
          trust: githubTrust(environment, access, config.delivery, compute.id),
        },
        { ...inCompute, dependsOn: github },
      );
      if (compute.id !== data.id) {
        createDeliveryRole(
          {
            ...shared,
            scope: { environment, account: "data", config },
            trust: computeRoleTrust(environment, access, config.accounts),
          },
          // IAM refuses to trust a role that does not exist.
          { ...inData, dependsOn: [role] },
        );
      }
      return role.arn;
    };
    this.roleArns = { plan: createRoles("plan"), apply: createRoles("apply") };
    this.registerOutputs(this.roleArns);
  }
}
