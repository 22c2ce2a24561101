import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { StackConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { named, type TagMap } from "../../platform/tags";
import { configuredBoundary } from "../../platform/boundary-arns";
import { createBoundary } from "./boundary-policy";
import { type Access, ACCOUNTS, GITHUB_ISSUER } from "../../platform/names/delivery";
import { createDeliveryRole } from "./role";
import { computeRoleTrust, githubTrust } from "../../platform/delivery/trust";

export interface DeliveryArgs {
  readonly environment: string;
  readonly config: StackConfig;
  readonly providers: Providers;
  readonly tags: TagMap;
}

/** The roles that GitHub plans and deploys an environment as, in both accounts, and the compute account's trust in GitHub. */
export class Delivery extends pulumi.ComponentResource {
  /** ARN of the role for each purpose, in the compute account: what the variables of GitHub's environments name. */
  readonly roleArns: Readonly<Record<Access, pulumi.Output<string>>>;

  constructor(name: string, args: DeliveryArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:delivery:Delivery", name, {}, opts);
    const { environment, config, providers, tags } = args;
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
            // Other repositories' roles may have come to trust it as well.
            { ...inCompute, protect: true },
          ),
        ]
      : [];

    ACCOUNTS.filter((account) => configuredBoundary(config, account) === undefined).forEach((account) => {
      createBoundary({ environment, account, config }, tags, account === "compute" ? inCompute : inData);
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
          // IAM refuses a trust in a role that does not exist.
          { ...inData, dependsOn: [role] },
        );
      }
      return role.arn;
    };
    this.roleArns = { plan: createRoles("plan"), apply: createRoles("apply") };
    this.registerOutputs(this.roleArns);
  }
}
