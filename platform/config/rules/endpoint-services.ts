import { suggestion } from "../../../diagnostics/suggestion";
import type { Finding } from "../../../diagnostics/problem";
import table from "../../network/data/endpoint-services.json";
import type { StackConfig } from "../stack.generated";
import { broken, warning } from "./finding";

/**
 * Interface endpoints are of services that AWS has. A name that the table does not know is a warning: AWS adds services, and not
 * every region has each.
 */
export function endpointServiceFindings({ network, accounts }: StackConfig): Finding[] {
  const { region } = accounts.compute;
  return network.interfaceEndpoints.flatMap((service, index): Finding[] => {
    const path = ["network", "interfaceEndpoints", index];
    if (service === "s3") {
      return [
        broken(
          "gateway-exists",
          path,
          "the VPC has a gateway endpoint for S3, which costs nothing: leave s3 out. Two endpoints cannot have one name here",
        ),
      ];
    }
    return table.services.includes(service.replace(/-fips$/, ""))
      ? []
      : [
          warning(
            "unknown-endpoint-service",
            path,
            `the list of known interface endpoints has no ${service}; ${advice(service, region)} AWS lists those of the region: ` +
              `\`aws ec2 describe-vpc-endpoint-services --region ${region} --query ServiceNames\``,
          ),
        ];
  });
}

function advice(service: string, region: string): string {
  const prefix = `com.amazonaws.${region}.`;
  if (service.startsWith(prefix)) {
    return `leave out ${prefix}`;
  }
  const alike = table.services.filter(({ length }) => Math.abs(length - service.length) <= service.length / 3);
  return suggestion(service, alike, "compare it.");
}
