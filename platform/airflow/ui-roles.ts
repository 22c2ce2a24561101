/** Airflow's own names of the roles of its user interface, by the names that the policies give them. */
export const AIRFLOW_ROLES = { admin: "Admin", op: "Op", user: "User", viewer: "Viewer", public: "Public" } as const;

/** A role of the user interface, as the policies' names have it. */
export type UiRole = keyof typeof AIRFLOW_ROLES;

/** All roles of the user interface. */
export const UI_ROLES = Object.keys(AIRFLOW_ROLES) as readonly UiRole[];
