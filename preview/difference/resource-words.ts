/** Name of a policy's resource in words: for S3 the path as authors write it, otherwise the ARN's own name without the account. */
export function resourceInWords(action: string, resource: string): string {
  const service = action.split(":")[0] ?? action;
  if (resource === "" || resource === "*") {
    return resource === "" && service === "sts" ? "the role" : (WHOLE[service] ?? `all of ${service}`);
  }
  const [, , arnService = "", , , ...rest] = resource.split(":");
  const name = rest.join(":");
  switch (arnService) {
    case "s3":
      return `s3://${action.startsWith("s3:ListBucket") ? listed(name) : name}`;
    case "secretsmanager":
      return name.replace(/^secret:/, "secret ");
    case "logs":
      return name.replace(/^log-group:/, "log group ").replace(/:\*$/, "");
    case "kms":
      return name === "key/*" ? "any KMS key" : `kms ${name}`;
    case "":
      return resource;
    default:
      return `${arnService} ${name}`;
  }
}

/** The scope of an action on `*`, in words. */
const WHOLE: Readonly<Record<string, string>> = {
  cloudwatch: "all metrics",
  kms: "all keys",
  lakeformation: "all tables",
  logs: "all log groups",
  s3: "all buckets",
  textract: "all of Textract",
};

/** Statements for listing name a folder both with and without its content; both mean the folder. */
function listed(path: string): string {
  const [bucket = "", ...prefix] = path.split("/");
  const folder = prefix.join("/").replace(/\/?\*?$/, "");
  return `${bucket}/${folder === "" ? "" : `${folder}/`}*`;
}
