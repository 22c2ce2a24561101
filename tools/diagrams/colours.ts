/** Colours of the boxes, by the account or the people that a box belongs to. */
export const COLOURS = { team: "#fff3d6", data: "#e3f1e6", compute: "#e2ecf8" } as const;
