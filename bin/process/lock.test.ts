import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Lock, lockReleased, takeLock } from "./lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "casewire-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("is held by one, and free again when released", async () => {
  const lock = (await takeLock(path)) as Lock;
  expect(await takeLock(path)).toBe(process.pid);
  await lock.release();
  await lockReleased(path);
  const again = (await takeLock(path)) as Lock;
  await again.release();
});

it("may have a path too long for a socket", async () => {
  const long = join(folder, "x".repeat(120));
  const lock = (await takeLock(long)) as Lock;
  expect(await takeLock(long)).toBe(process.pid);
  await lock.release();
});

it("is given up by a holder that is killed", async () => {
  const script = `const { takeLock } = await import(process.argv[1]); await takeLock(process.argv[2]); console.log("held"); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", script, "#bin/process/lock", path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  expect(await takeLock(path)).toBe(holder.pid);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const lock = (await takeLock(path)) as Lock;
  expect(lock.release).toBeTypeOf("function");
  await lock.release();
});

it("is won by one of many who come at once", async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => takeLock(path)));
  const locks = outcomes.filter((outcome) => typeof outcome === "object");
  expect(locks).toHaveLength(1);
  for (const lock of locks) await lock.release();
});
