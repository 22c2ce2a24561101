import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { ROOT } from "../../platform/root";

test("a command ends as usual, without a stack trace, if its reader closes the output as head does", async () => {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(ROOT, "cli/validate.ts"), "manifests/development", "--format", "json"],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.destroy();
  const ended = new Promise<number | null>((done) => child.on("close", done));
  expect(await text(child.stderr)).toBe("");
  expect(await ended).toBe(0);
});
