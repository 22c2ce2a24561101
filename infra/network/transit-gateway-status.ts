import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { vpcName } from "../../platform/names/network";

/**
 * How far the attachment to the Transit Gateway is. `none`: the environment has no Transit Gateway;
 * `no-attachment-yet`: it is to be created; `pendingAcceptance`: the Transit Gateway's owner has to accept it;
 * `available`: AWS accepts routes to it.
 */
export type TransitGatewayStatus = "none" | "no-attachment-yet" | "pendingAcceptance" | "available";

/** States of AWS in which an attachment carries traffic; taking its routes away then would cut it off. */
const USABLE = ["available", "modifying"];

/** States of AWS in which an attachment is on its way. */
const PENDING = ["initiating", "initiatingRequest", "pending", "pendingAcceptance"];

export interface TransitGatewayLookUp {
  readonly environment: string;
  /** ID of the Transit Gateway; undefined where the environment has none. */
  readonly transitGatewayId: string | undefined;
}

/**
 * Asks AWS for the state of this environment's attachment, before any resource is registered: routes are registered or
 * not by a plain value, so none has to be created inside `apply`. The VPC is found by its name and the attachment by the
 * VPC: neither ID is known to the program before the first deployment. Rejected, failed and deleted attachments count as
 * none.
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
