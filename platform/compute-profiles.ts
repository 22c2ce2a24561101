import profiles from "../dags/analytical_platform_airflow/data/compute_profiles.json";

/** Name of the profile of tasks that do not name one. */
export const DEFAULT_PROFILE = profiles.default;

/** Label and taint of the nodes of a fleet and capacity. */
export const NODE_POOL_LABEL = profiles.nodePoolLabel;

/** Resources that one compute profile guarantees. */
export interface ComputeProfile {
  readonly name: string;
  readonly fleet: string;
  readonly capacity: string;
  /** Cores. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** NVIDIA GPUs. */
  readonly gpus: number;
}

/** Every offered profile, in the order of the data. */
export const COMPUTE_PROFILES: readonly ComputeProfile[] = Object.entries(profiles.fleets).flatMap(
  ([fleet, { gpus }]) =>
    profiles.capacities.flatMap((capacity) =>
      Object.entries(profiles.sizes).map(([size, { cpu, memoryGiB }]) => ({
        name: `${fleet}-${capacity}-${size}`,
        fleet,
        capacity,
        cpu,
        memoryGiB,
        gpus,
      })),
    ),
);

/** Every spelling that a manifest may use: the offered names, then the old spellings. */
export const PROFILE_SPELLINGS: readonly string[] = [
  ...COMPUTE_PROFILES.map(({ name }) => name),
  ...Object.entries(profiles.oldFleetSpellings).flatMap(([old, current]) =>
    COMPUTE_PROFILES.filter(({ fleet }) => fleet === current).map(({ name }) => name.replace(current, old)),
  ),
];

/** A profile's name in the current spelling. */
export function currentSpelling(profile: string): string {
  for (const [old, current] of Object.entries(profiles.oldFleetSpellings)) {
    if (profile.startsWith(`${old}-`)) {
      return current + profile.slice(old.length);
    }
  }
  return profile;
}
