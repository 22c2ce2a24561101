import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import instanceTypes from "../../../platform/cluster/data/instance-types.json";
import { INSTANCE_TYPES } from "../../../platform/cluster/instance-types";
import { readSiblings } from "../../../platform/config/siblings";
import { readStackText } from "../../../platform/config/stack-file";
import endpointServices from "../../../platform/network/data/endpoint-services.json";
import table from "../../../platform/network/data/regions.json";
import { ROOT } from "../../../platform/root";

const FILE = "Pulumi.test.yaml";
const TEXT = readFileSync(resolve(ROOT, FILE), "utf8");

/** A mistake: the text of the file that is edited, what comes in its place, and the message with its key or its advice. */
type Mistake = readonly [name: string, from: string | RegExp, to: string, told: RegExp];

/** So many blocks of /24 that lie outside the VPC. */
function blocks(count: number): string {
  return Array.from({ length: count }, (_, index) => `10.${240 + (index >> 8)}.${index & 255}.0/24`).join(", ");
}

const OWN: readonly Mistake[] = [
  [
    "a tag without a value",
    "businessUnit: Platforms",
    'businessUnit: ""',
    /tags\.businessUnit is "".*at least 1 character/,
  ],
  [
    "a number as a tag",
    "application: analytical-platform-airflow",
    "application: 5",
    /tags\.application must be text, not 5/,
  ],
  ["the wrong stage", "isProduction: false", "isProduction: true", /write isProduction: false/],
  [
    "yes for a Boolean",
    "createOidcProvider: true",
    'createOidcProvider: "yes"',
    /createOidcProvider must be true or false.*write true, without quotes/,
  ],
  [
    "an address of source code without https",
    "sourceCode: https:",
    "sourceCode: http:",
    /tags\.sourceCode cannot be "http:/,
  ],
  [
    "an account ID that is too short",
    'id: "444444444444"',
    'id: "44444444444"',
    /accounts\.data\.id cannot be "44444444444".*twelve digits/,
  ],
  [
    "an account ID without quotes",
    'id: "444444444444"',
    "id: 444444444444",
    /accounts\.data\.id must be text.*put it in quotes/,
  ],
  [
    "a region that does not exist",
    "region: eu-west-1\n      profile",
    "region: eu-west-9\n      profile",
    /AWS has no region eu-west-9: write one such as eu-west-/,
  ],
  [
    "a region with a wrong word",
    "replicaRegion: eu-west-2",
    "replicaRegion: uk-west-2",
    /AWS has no region uk-west-2: write one such as us-west-2/,
  ],
  [
    "a replica beside the original",
    "replicaRegion: eu-west-2",
    "replicaRegion: eu-west-1",
    /AWS refuses a replica there: write another region/,
  ],
  [
    "a Bedrock region that does not exist",
    "bedrockRegions: [eu-west-1, eu-west-2]",
    "bedrockRegions: [eu-west-1, eu-west-7]",
    /AWS has no region eu-west-7/,
  ],
  [
    "an Athena region that does not exist",
    "athena:\n      region: eu-west-1",
    "athena:\n      region: eu-wst-1",
    /AWS has no region eu-wst-1: write one such as eu-west-1/,
  ],
  ["no profile of the other account", /\n {6}profile: .*/, "", /write profile: airflow-test-data/],
  [
    "a repository without its owner",
    "repository: ministryofjustice/analytical-platform-airflow",
    "repository: analytical-platform-airflow",
    /delivery\.repository cannot be/,
  ],
  ["a branch as a ref", "branch: main", "branch: refs/heads/main", /is a ref: write the branch's name, as main/],
  [
    "the repository's number without quotes",
    'repositoryId: "100000000"',
    "repositoryId: 100000000",
    /repositoryId must be text.*put it in quotes/,
  ],
  [
    "a subject of another owner",
    "branch: main",
    "branch: main\n    subjectPrefix: repo:somebody/else",
    /is not a subject of ministryofjustice/,
  ],
  [
    "another account's state bucket",
    "state-222222222222",
    "state-111111111111",
    /names account 111111111111, not 222222222222 \(accounts\.compute\.id\): write the bucket/,
  ],
  [
    "another account's key",
    "kms:eu-west-2:222222222222",
    "kms:eu-west-2:111111111111",
    /the key is in account 111111111111, not in 222222222222.*accountId/,
  ],
  [
    "a key in a region that does not exist",
    "kms:eu-west-2:222222222222",
    "kms:eu-west-8:222222222222",
    /AWS has no region eu-west-8/,
  ],
  ["an alias of a key", /key\/0{8}-.*/, "alias/state", /delivery\.state\.keyArn cannot be.*Not its alias/],
  [
    "another account's boundary",
    "branch: main",
    "branch: main\n    computeRolesBoundaryArn: arn:aws:iam::111111111111:policy/b",
    /is not a policy of account 222222222222/,
  ],
  [
    "a boundary that deployments change",
    "branch: main",
    "branch: main\n    computeRolesBoundaryArn: arn:aws:iam::222222222222:policy/airflow-b",
    /give the boundary another name/,
  ],
  [
    "another account's administrator",
    "iam::222222222222:role",
    "iam::111111111111:role",
    /warning: .*is not a role of 222222222222/,
  ],
  [
    "a user as an administrator",
    ":role/platform-engineer-admin",
    ":user/platform-engineer-admin",
    /administratorRoleArns\[0\] cannot be.*ARN of an IAM role/,
  ],
  [
    "another stack's account",
    /id: "222222222222"/,
    'id: "111111111111"',
    /warning: 111111111111 is also the compute account of development/,
  ],
  [
    "another stack's block",
    "cidrBlock: 10.200.64.0/18",
    "cidrBlock: 10.200.0.0/18",
    /overlaps 10\.200\.0\.0\/18 of development \(Pulumi\.development\.yaml\)/,
  ],
  [
    "a peer that moved",
    "production: 10.201.0.0/16",
    "production: 10.202.0.0/16",
    /is not the block of production, whose file.*write 10\.201\.0\.0\/16/,
  ],
  [
    "a block with bits beyond its prefix",
    "cidrBlock: 10.200.64.0/18",
    "cidrBlock: 10.200.65.0/18",
    /write 10\.200\.64\.0\/18/,
  ],
  ["a block without a length", "cidrBlock: 10.200.64.0/18", "cidrBlock: 10.200.64.0", /network\.cidrBlock cannot be/],
  ["a VPC that is too large", "cidrBlock: 10.200.64.0/18", "cidrBlock: 10.0.0.0/8", /AWS takes VPCs from \/16 to \/28/],
  [
    "one zone",
    "[eu-west-2a, eu-west-2b, eu-west-2c]",
    "[eu-west-2a]",
    /network\.availabilityZones must have at least 2 items/,
  ],
  [
    "a zone twice",
    "[eu-west-2a, eu-west-2b, eu-west-2c]",
    "[eu-west-2a, eu-west-2b, eu-west-2b]",
    /availabilityZones has "eu-west-2b" twice/,
  ],
  [
    "a zone of another region",
    "eu-west-2c]",
    "eu-west-1c]",
    /is not a zone of eu-west-2.*write one such as eu-west-2a/,
  ],
  [
    "a zone that no region has",
    "eu-west-2c]",
    "eu-west-2k]",
    /AWS has no zone eu-west-2k.*describe-availability-zones/,
  ],
  ["subnets that do not fit", "private: 21", "private: 19", /do not fit 10\.200\.64\.0\/18/],
  [
    "subnets without room for the nodes",
    "private: 21",
    "private: 25",
    /3 private subnets of \/25 have 369 addresses, and 125 nodes.*shorter prefix than \/25/,
  ],
  [
    "a subnet smaller than AWS has",
    "public: 27",
    "public: 29",
    /subnetPrefixLengths\.public is 29, but must be at most 28/,
  ],
  [
    "an interval that AWS lacks",
    "maxAggregationIntervalSeconds: 60}",
    "maxAggregationIntervalSeconds: 300}",
    /cannot be 300; write 60 or 600|maxAggregationIntervalSeconds cannot be 300/,
  ],
  [
    "days that CloudWatch lacks",
    "flowLogs: {retentionDays: 400",
    "flowLogs: {retentionDays: 100",
    /network\.flowLogs\.retentionDays cannot be 100/,
  ],
  ["another kind of gateway", "tgw-0aaaaaaaaaaaaaaa1", "vgw-0aaaaaaaaaaaaaaa1", /transitGateway\.id cannot be/],
  ["a destination in the VPC", "194.33.254.0/24,", "10.200.65.0/24,", /lies in the VPC's own block/],
  ["destinations that overlap", "194.33.254.0/24,", "194.33.0.0/16,", /leave out the smaller of the two/],
  [
    "an API for everybody",
    '["198.51.100.0/24"]',
    '["0.0.0.0/0"]',
    /opens the Kubernetes API to everyone: write the blocks/,
  ],
  ["an API for nobody", '["198.51.100.0/24"]', "[]", /privateAccessCidrBlocks lets nobody in.*Write the block/],
  [
    "callers without a way back",
    '["198.51.100.0/24"]',
    '["198.51.100.0/24"]\n    privateAccessCidrBlocks: [192.168.1.0/24]',
    /is neither in the VPC nor in a destination/,
  ],
  [
    "a minor that EKS lacks",
    'kubernetesVersion: "1.36"',
    'kubernetesVersion: "1.99"',
    /EKS does not offer Kubernetes 1\.99.*write "1\./,
  ],
  [
    "a minor as a number",
    'kubernetesVersion: "1.36"',
    "kubernetesVersion: 1.36",
    /kubernetesVersion must be text.*put it in quotes/,
  ],
  [
    "an invented AMI release",
    "amiReleaseVersion: 1.64.0-ad9d4847\n        minSize: 3",
    "amiReleaseVersion: 1.99.0-deadbeef\n        minSize: 3",
    /warning: Bottlerocket 1\.99\.0-deadbeef is not in .*aws ssm get-parameter/,
  ],
  [
    "an invented CNI version",
    "vpcCniVersion: v1.23.0-eksbuild.1",
    "vpcCniVersion: v1.77.0-eksbuild.1",
    /warning: vpc-cni v1\.77\.0-eksbuild\.1 is not in .*describe-addon-versions --addon-name vpc-cni/,
  ],
  [
    "an invented add-on version",
    "eks-pod-identity-agent: v1.4.0-eksbuild.1",
    "eks-pod-identity-agent: v1.4.9-eksbuild.9",
    /warning: eks-pod-identity-agent v1\.4\.9-eksbuild\.9 is not in/,
  ],
  [
    "an add-on version of another form",
    "eks-pod-identity-agent: v1.4.0-eksbuild.1",
    "eks-pod-identity-agent: 1.4.0",
    /eks-pod-identity-agent cannot be "1\.4\.0".*v1\.14\.3-eksbuild\.3/,
  ],
  [
    "a kube-proxy newer than the control plane",
    "kube-proxy: v1.36.0-eksbuild.14",
    "kube-proxy: v1.37.0-eksbuild.1",
    /must not be newer/,
  ],
  [
    "an instance type that AWS lacks",
    "instanceTypes: [r7i.8xlarge]",
    "instanceTypes: [r7i.9xlarge]",
    /r7i\.9xlarge is not in the table.*such as r7i\.xlarge/,
  ],
  [
    "instance types of two sizes",
    "instanceTypes: [r7i.8xlarge]",
    "instanceTypes: [r7i.8xlarge, m7i.xlarge]",
    /write types of one size/,
  ],
  [
    "a GPU outside its fleet",
    "instanceTypes: [r7i.8xlarge]",
    "instanceTypes: [g6.8xlarge]",
    /write fleet: gpu, or a type without/,
  ],
  [
    "a maximum below the minimum",
    "minSize: 3\n        maxSize: 10",
    "minSize: 3\n        maxSize: 2",
    /maxSize 2 is below minSize 3/,
  ],
  ["a desired size outside", "desiredSize: 3", "desiredSize: 1", /desiredSize 1 is not between/],
  [
    "a disk that is too small",
    "diskSizeGiB: 200\n        labels",
    "diskSizeGiB: 10\n        labels",
    /diskSizeGiB is 10, but must be at least 20/,
  ],
  ["an unknown fleet", "fleet: general", "fleet: fast", /cannot be "fast"/],
  [
    "an effect that Kubernetes lacks",
    "effect: NoSchedule",
    "effect: NO_SCHEDULE",
    /effect cannot be "NO_SCHEDULE".*NoSchedule/,
  ],
  ["more node groups than the quota", "nodeGroupQuota: 40", "nodeGroupQuota: 30", /leave no room beside the 30/],
  ["a registry with a slash", "- nvcr.io/nvidia", "- nvcr.io/nvidia/", /systemRegistries\[7\] cannot be/],
  ["a quota in megabytes", "memory: 4Ti", "memory: 4000M", /inCluster\.quota\.memory cannot be "4000M".*4Ti/],
  [
    "a policy that does not exist",
    "enforcement: deny",
    "enforcement: deny\n      exceptions: {run-as-root: warn}",
    /has no policy run-as-root; did you mean run-as-non-root\?/,
  ],
  ["a version that MWAA lacks", "version: 3.0.6", "version: 3.0.5", /airflow\.version cannot be "3\.0\.5"/],
  ["a class that MWAA lacks", "mw1.medium", "mw1.tiny", /environmentClass cannot be "mw1\.tiny"/],
  ["one scheduler", "schedulers: 2", "schedulers: 1", /airflow\.schedulers is 1, but must be at least 2/],
  [
    "fewer workers at most than at least",
    "maxWorkers: 10",
    "maxWorkers: 0",
    /airflow\.maxWorkers is 0, but must be at least 1/,
  ],
  [
    "a private web server without endpoints",
    "webserverAccess: public",
    "webserverAccess: private",
    /MWAA then needs endpoints for airflow\.api, airflow\.env/,
  ],
  ["a day in words", "SUN:01:00", "Sunday 01:00", /weeklyMaintenanceWindowStart cannot be.*SUN:01:00/],
  [
    "a sender without a domain",
    "dataengineering@digital.justice.gov.uk",
    "dataengineering",
    /emailFromAddress cannot be/,
  ],
  [
    "limits that contradict each other",
    "weeklyMaintenanceWindowStart",
    'configurationOptions: {core.parallelism: "10", core.max_active_tasks_per_dag: "20"}\n    weeklyMaintenanceWindowStart',
    /core\.max_active_tasks_per_dag 20 is above core\.parallelism 10/,
  ],
  [
    "a limit that is no number",
    "weeklyMaintenanceWindowStart",
    "configurationOptions: {core.parallelism: many}\n    weeklyMaintenanceWindowStart",
    /core\.parallelism cannot be "many"/,
  ],
  [
    "a password in an option",
    "weeklyMaintenanceWindowStart",
    "configurationOptions: {smtp.smtp_password: x}\n    weeklyMaintenanceWindowStart",
    /MWAA shows smtp\.smtp_password in plain text/,
  ],
  [
    "an email domain with an at sign",
    "  projectAliases:",
    '  emailDomains: ["@justice.gov.uk"]\n    projectAliases:',
    /emailDomains\[0\] cannot be/,
  ],
  [
    "an organisation as an address",
    "  projectAliases:",
    '  organisations: ["https://github.com/ministryofjustice"]\n    projectAliases:',
    /organisations\[0\] cannot be/,
  ],
  [
    "a recovery window that AWS lacks",
    "recoveryWindowDays: 30",
    "recoveryWindowDays: 3",
    /recoveryWindowDays is 3, but must be at least 7/,
  ],
  [
    "a tag of the platform for maintainers",
    "maintainerPrincipalTag: github_username",
    "maintainerPrincipalTag: owner",
    /owner is a tag that deployments set/,
  ],
  [
    "a tag with a character that AWS refuses",
    "businessUnit: Platforms",
    "businessUnit: Data & Insight",
    /tags\.businessUnit cannot be "Data & Insight".*letters, digits, spaces and/,
  ],
  [
    "a tag that is too long",
    "application: analytical-platform-airflow",
    `application: ${"a".repeat(257)}`,
    /tags\.application.*at most 256/,
  ],
  [
    "a repository's address with a query",
    "sourceCode: https://github.com/ministryofjustice/analytical-platform-airflow",
    "sourceCode: https://github.com/search?q=airflow",
    /tags\.sourceCode cannot be .*which AWS refuses in tags/,
  ],
  [
    "a bucket with two dots",
    "bucket: analytical-platform-airflow-state-222222222222",
    "bucket: state..222222222222",
    /delivery\.state\.bucket cannot be/,
  ],
  [
    "a bucket as an address",
    "bucket: analytical-platform-airflow-state-222222222222",
    "bucket: 10.0.0.1",
    /state\.bucket cannot be/,
  ],
  [
    "a key's ID that is too short",
    "key/00000000-0000-0000-0000-000000000000",
    "key/0000",
    /delivery\.state\.keyArn cannot be/,
  ],
  [
    "a VPC among Kubernetes' services",
    "cidrBlock: 10.200.64.0/18",
    "cidrBlock: 172.16.64.0/18",
    /overlaps 172\.16\.0\.0\/16 of the addresses of Kubernetes services.*write a block of its own/,
  ],
  [
    "a VPC of link-local addresses",
    "cidrBlock: 10.200.64.0/18",
    "cidrBlock: 169.254.64.0/18",
    /AWS makes no VPC in 169\.254\.0\.0\/16.*write a private block/,
  ],
  [
    "a zone that the region has not",
    "eu-west-2c]",
    "eu-west-2e]",
    /AWS has no zone eu-west-2e.*describe-availability-zones/,
  ],
  [
    "private addresses for the public endpoint",
    '["198.51.100.0/24"]',
    '["10.60.0.0/24"]',
    /10\.60\.0\.0\/24 shares addresses with 10\.0\.0\.0\/8.*EKS refuses them.*privateAccessCidrBlocks/,
  ],
  [
    "documentation's addresses for the public endpoint",
    '["198.51.100.0/24"]',
    '["203.0.113.7/32"]',
    /which are for documentation, and EKS refuses them/,
  ],
  [
    "a group larger than EKS makes",
    "minSize: 3\n        maxSize: 10",
    "minSize: 3\n        maxSize: 451",
    /maxSize 451 is above 450/,
  ],
  [
    "a label of Kubernetes' own",
    'labels: {high-memory: "true"}',
    "labels: {kubernetes.io/role: x}",
    /which EKS refuses/,
  ],
  [
    "a label without a value",
    'labels: {high-memory: "true"}',
    'labels: {high-memory: ""}',
    /labels\.high-memory cannot be ""/,
  ],
  [
    "a label with spaces",
    'labels: {high-memory: "true"}',
    "labels: {high-memory: a b}",
    /labels\.high-memory cannot be "a b".*Letters, digits/,
  ],
  ["a taint without a key", "{key: high-memory, value", '{key: "", value', /taints\[0\]\.key cannot be ""/],
  [
    "a taint's value that is too long",
    'value: "true", effect',
    `value: ${"a".repeat(64)}, effect`,
    /taints\[0\]\.value cannot be "a+…?.*at most 63/,
  ],
  [
    "an empty option of Airflow",
    "weeklyMaintenanceWindowStart",
    'configurationOptions: {core.default_timezone: ""}\n    weeklyMaintenanceWindowStart',
    /cannot be "".*MWAA refuses anything else/,
  ],
  [
    "an option of Airflow with an accent",
    "weeklyMaintenanceWindowStart",
    "configurationOptions: {webserver.page_title: Météo}\n    weeklyMaintenanceWindowStart",
    /cannot be "Météo".*Printable ASCII/,
  ],
  ["an address with a number above 255", "ip: 192.0.2.10", "ip: 192.0.2.310", /ip cannot be "192\.0\.2\.310"/],
  [
    "a host name with an underscore",
    "hostnames: [sdp.hmcts.example]",
    "hostnames: [sdp_1.hmcts.example]",
    /hostnames\[0\] cannot be/,
  ],
  [
    "a Slack channel's name",
    "critical: C0123456789",
    'critical: "#alarms"',
    /channelIds\.critical cannot be "#alarms"/,
  ],
  ["a results bucket in capitals", "[mojap-athena-query-dump]", "[Results]", /resultsBuckets\[0\] cannot be "Results"/],
  [
    "a unit of another organisation",
    "businessUnit: Platforms",
    "businessUnit: Harbours",
    /warning: Harbours is not a unit in platform\/organisation\.json.*npm run generate -- --organisation/,
  ],
  [
    "an owner of another organisation",
    "owner: analytical-platform@justice.gov.uk",
    "owner: data@harbour.example",
    /warning: harbour\.example is not a domain of owners in platform\/organisation\.json/,
  ],
  [
    "an interface endpoint of S3",
    "- autoscaling\n",
    "- autoscaling\n      - s3\n",
    /has a gateway endpoint for S3.*leave s3 out/,
  ],
  [
    "a misspelt interface endpoint",
    "- secretsmanager\n",
    "- secretmanager\n",
    /warning: the list of known interface endpoints has no secretmanager; did you mean secretsmanager\?/,
  ],
  [
    "an interface endpoint with the region's prefix",
    "- kms\n",
    "- com.amazonaws.eu-west-2.kms\n",
    /warning: the list of known interface endpoints has no com\.amazonaws\.eu-west-2\.kms; leave out com/,
  ],
  [
    "an interface endpoint twice",
    "- autoscaling\n",
    "- autoscaling\n      - kms\n",
    /network\.interfaceEndpoints has "kms" twice/,
  ],
  [
    "more interface endpoints than AWS gives",
    /interfaceEndpoints:\n( {6}- .*\n)+/,
    `interfaceEndpoints: [${endpointServices.services.slice(0, 51).join(", ")}]\n`,
    /warning: 51 interface endpoints are more than the 50.*Interface VPC endpoints per VPC, L-29B6F2EB/,
  ],
  [
    "more callers of the private API than a security group has rules",
    /cluster:\n/,
    `cluster:\n    privateAccessCidrBlocks: [${blocks(60)}]\n`,
    /warning: 61 incoming rules.*more than the 60.*L-0EA8095F/,
  ],
  [
    "more routes than an account has at first",
    /destinationCidrBlocks: \[.*\]/,
    `destinationCidrBlocks: [${blocks(498)}]`,
    /warning: 501 routes in a private subnet's table are more than the 500 that AWS gives.*Routes per route table, L-93826ACB/,
  ],
  [
    "more routes than any account has",
    /destinationCidrBlocks: \[.*\]/,
    `destinationCidrBlocks: [${blocks(998)}]`,
    /would have 1001 routes, and AWS gives at most 1000/,
  ],
  ["a misspelt key", "flowLogs:", "flowLog:", /unknown key flowLog in network; did you mean flowLogs\?/],
  [
    "a key in the wrong section",
    "quota: {pods: 200",
    "emailDomains: [a.uk]\n    quota: {pods: 200",
    /unknown key emailDomains in inCluster/,
  ],
];

/** Problems of the file, as the terminal shows them without the file's name. */
function problemsOf(text: string): string[] {
  return readStackText(text, FILE, "test", { siblings: readSiblings("test") }).problems.map(
    ({ severity, line, message }) => `${line}: ${severity === "warning" ? "warning: " : ""}${message}`,
  );
}

function edited(text: string, [name, from, to]: Mistake): string {
  const after = text.replace(from, to);
  if (after === text) {
    throw new Error(`${FILE} has no place for ${name}`);
  }
  return after;
}

/** Numbers of the lines that an edit changes. */
function changedLines(before: string, after: string): [first: number, last: number] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const first = now.findIndex((line, index) => line !== old[index]);
  const same = [...now].reverse().findIndex((line, index) => line !== old.at(-1 - index));
  return [first + 1, Math.max(first + 1, now.length - same)];
}

test("the table has the sixty mistakes that it should", () => {
  expect(new Set(OWN.map(([name]) => name)).size).toBe(OWN.length);
  expect(OWN.length).toBeGreaterThanOrEqual(60);
});

test.each(OWN)("%s: named with its line and what to write", (...mistake) => {
  const text = edited(TEXT, mistake);
  const found = problemsOf(text).filter((problem) => mistake[3].test(problem));
  expect(found.length > 0 ? found : problemsOf(text)).toEqual([expect.stringMatching(mistake[3])]);
});

/** Mistakes whose message is at another value: the one that they contradict, or a map that lacks something. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "no profile of the other account",
  "more node groups than the quota",
  "a private web server without endpoints",
]);

test.each(OWN.filter(([name]) => !ELSEWHERE.has(name)))("%s: at the line of the edit", (...mistake) => {
  const text = edited(TEXT, mistake);
  const [first, last] = changedLines(TEXT, text);
  const [line = 0] = problemsOf(text)
    .filter((problem) => mistake[3].test(problem))
    .map((problem) => Number(problem.split(":")[0]));
  expect(line).toBeGreaterThanOrEqual(first);
  expect(line).toBeLessThanOrEqual(last);
});

/** Values that the schema refuses, in every section. */
const REFUSED: readonly (readonly [string | RegExp, string])[] = [
  ["application: analytical-platform-airflow", "application: 6"],
  ["profile: airflow-test-data", "profile: a b"],
  ["branch: main", "branch: a b"],
  ["flowLogs: {retentionDays: 400", "flowLogs: {retentionDays: 402"],
  [/logRetentionDays: 400/g, "logRetentionDays: 401"],
  [/(general-spot-xlarge:\n(?: {8}.*\n)*? {8}diskSizeGiB:) 100/, "$1 5"],
  ["quota: {pods: 200", "quota: {pods: 0"],
  ["recoveryWindowDays: 30", "recoveryWindowDays: 31"],
];

test.each(OWN)("%s: not hidden by values that the schema refuses in every section", (...mistake) => {
  const text = REFUSED.reduce((before, [from, to]) => before.replace(from, to), edited(TEXT, mistake));
  expect(problemsOf(text)).toContainEqual(expect.stringMatching(mistake[3]));
});

/** The file of an organisation in another region: each text of the region is replaced. */
function inRegion(region: string): string {
  return TEXT.replaceAll("eu-west-2", region).replace("replicaRegion: eu-west-1", "replicaRegion: eu-west-2");
}

test("a region without a family of instances refuses each of its types, and says how to look", () => {
  const found = problemsOf(inRegion("af-south-1")).filter((problem) => problem.includes("af-south-1 does not offer"));
  expect(found.length).toBeGreaterThan(10);
  expect(found[0]).toMatch(
    /does not offer m6a\.xlarge: write a type that `aws ec2 describe-instance-type-offerings --region af-south-1`/,
  );
});

test("a region that offers all types is accepted, and its zones are its own", () => {
  expect(problemsOf(inRegion("eu-central-1")).filter((problem) => /does not offer|no zone/.test(problem))).toEqual([]);
  const canada = problemsOf(inRegion("ca-central-1"));
  expect(canada).toContainEqual(expect.stringMatching(/AWS has no zone ca-central-1c/));
});

test("a region that the tables lack is a warning, with the question to AWS", () => {
  const found = problemsOf(inRegion("mx-central-1")).filter((problem) =>
    problem.includes("tables of this repository lack"),
  );
  expect(found).toEqual([
    expect.stringMatching(/^\d+: warning: the tables of this repository lack the zones of mx-central-1/),
    expect.stringMatching(
      /^\d+: warning: the tables of this repository lack the instance types of mx-central-1: compare.*describe-instance-type-offerings/,
    ),
  ]);
});

test("a zone that only some accounts see is a warning", () => {
  const found = problemsOf(inRegion("us-west-1")).filter((problem) => problem.includes("no zone"));
  expect(found).toEqual([expect.stringMatching(/^\d+: warning: AWS has no zone us-west-1c/)]);
});

test("the tables of zones and of families agree with what AWS answered, as moto keeps it", () => {
  const script = `
import glob, gzip, json, os, moto
base = moto.__path__[0] + "/ec2/resources/instance_type_offerings"
def answers(kind):
    for path in sorted(glob.glob(f"{base}/{kind}/*.json.gz")):
        yield os.path.basename(path)[:-8], json.load(gzip.open(path))
print(json.dumps({
    "zones": {region: "".join(sorted({each["Location"][len(region):] for each in rows})) for region, rows in answers("availability-zone")},
    "families": {region: sorted({each["InstanceType"].split(".")[0] for each in rows}) for region, rows in answers("region")},
}))`;
  const output = execFileSync(resolve(ROOT, ".venvs/moto/bin/python"), ["-c", script], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const { zones, families } = JSON.parse(output) as {
    zones: Record<string, string>;
    families: Record<string, string[]>;
  };
  expect(table.zones).toEqual(zones);
  const ours = [...new Set(INSTANCE_TYPES.map((type) => type.split(".")[0] ?? ""))].sort();
  expect(instanceTypes.familiesNotOffered).toEqual(
    Object.fromEntries(
      Object.entries(families).map(([region, offered]) => [region, ours.filter((family) => !offered.includes(family))]),
    ),
  );
});

test("the table has botocore's regions of AWS, apart from China, GovCloud and the like", () => {
  const site = execFileSync(
    resolve(ROOT, ".venvs/moto/bin/python"),
    ["-c", "import botocore; print(botocore.__path__[0])"],
    { encoding: "utf8" },
  ).trim();
  const { partitions } = JSON.parse(readFileSync(`${site}/data/partitions.json`, "utf8")) as {
    partitions: { id: string; regions: object }[];
  };
  const regions = Object.keys(partitions.find(({ id }) => id === "aws")?.regions ?? {});
  expect(table.regions).toEqual(regions.filter((region) => region !== "aws-global").sort());
});
