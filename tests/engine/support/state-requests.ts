/** IAM action and resource of a request to the state's bucket. */
export interface StateRequest {
  readonly action: "s3:DeleteObject" | "s3:GetObject" | "s3:ListBucket" | "s3:PutObject";
  /** Key of the object, or the prefix that is listed. */
  readonly key: string;
}

const ACTIONS = { DELETE: "s3:DeleteObject", GET: "s3:GetObject", HEAD: "s3:GetObject", PUT: "s3:PutObject" } as const;

/** Actions of requests to a bucket, each kind once; `requests` as `GET /bucket/key?query`. */
export function stateRequests(bucket: string, requests: readonly string[]): StateRequest[] {
  const asked = requests.flatMap((request): StateRequest[] => {
    const [method = "", path = ""] = request.split(" ");
    const { pathname, searchParams } = new URL(path, "http://s3");
    if (pathname !== `/${bucket}` && !pathname.startsWith(`/${bucket}/`)) {
      return [];
    }
    const key = decodeURIComponent(pathname.slice(bucket.length + 2));
    if (key === "") {
      return [{ action: "s3:ListBucket", key: searchParams.get("prefix") ?? "" }];
    }
    return [{ action: ACTIONS[method as keyof typeof ACTIONS], key }];
  });
  return [...new Map(asked.map((each) => [`${each.action} ${each.key}`, each])).values()];
}
