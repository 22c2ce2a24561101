import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { vpcName } from "../../platform/names/network";

/**
 * State of the attachment to the Transit Gateway. `none`: the environment has no Transit Gateway. `no-attachment-yet`:
 * the next update creates it. `pendingAcceptance`: the Transit Gateway's owner has to accept it. `available`: AWS
 * accepts routes to it.
 */
export type TransitGatewayStatus = "none" | "no-attachment-yet" | "pendingAcceptance" | "available";

/** States in which an attachment carries traffic. Removing its routes would cut the traffic off. */
const USABLE = ["available", "modifying"];

/** States in which AWS is still creating an attachment. */
const PENDING = ["initiating", "initiatingRequest", "pending", "pendingAcceptance"];

export interface TransitGatewayLookUp {
  readonly environment: string;
  /** ID of the Transit Gateway; `undefined` in an environment without one. */
  readonly transitGatewayId: string | undefined;
}

/**
 * Asks AWS for the state of this environment's attachment, before the program registers a resource. A plain value then
 * decides whether to register routes, so `apply` does not have to create any. The program finds the VPC by its name and
 * the attachment by the VPC, because it knows neither ID before the first deployment. Rejected, failed and deleted
 * attachments do not count.
 */
export async function lookUpTransitGatewayStatus(
  { environment, transitGatewayId }: TransitGatewayLookUp,
  provider: aws.Provider,
): Promise<TransitGatewayStatus> {
  if (transitGatewayId === undefined) {
    return "none";
  }
  const opts: pulumi.InvokeOptions = { provider };
  const vpcs = await aws.ec2.getVpcs({ tags: { Name: vpcName(environment) } }, opts);
  if (vpcs.ids.length === 0) {
    return "no-attachment-yet";
  }
  const attachments = await aws.ec2transitgateway.getAttachments(
    {
      filters: [
        { name: "transit-gateway-id", values: [transitGatewayId] },
        { name: "resource-id", values: vpcs.ids },
        { name: "state", values: [...USABLE, ...PENDING] },
      ],
    },
    opts,
  );
  const [attachmentId] = attachments.ids;
  if (attachmentId === undefined) {
    return "no-attachment-yet";
  }
  const { state } = await aws.ec2transitgateway.getAttachment({ transitGatewayAttachmentId: attachmentId }, opts);
  return USABLE.includes(state) ? "available" : "pendingAcceptance";
}
