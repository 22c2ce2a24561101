import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

import { ROOT } from "../../platform/root";
import { temporaryFolder } from "../support/command";

test("a plugin ends by itself once its engine is gone, so that a killed update leaves no process", async () => {
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const { port } = engine.address() as AddressInfo;
  const plugin = spawn(
    process.execPath,
    ["--import", "tsx", join(ROOT, "tests/engine/plugins/provider.ts"), "1.0.0", `127.0.0.1:${port}`],
    { cwd: ROOT, env: { ...process.env, TEST_FAKE_CLOUD: temporaryFolder() }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(plugin, "exit");
  // It tells its port once it is ready.
  await once(plugin.stdout, "data");
  expect(plugin.exitCode).toBeNull();
  engine.close();
  expect(await ended).toEqual([0, null]);
});
