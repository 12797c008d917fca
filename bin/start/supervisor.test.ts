import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { eventually } from "#db/testing/eventually";
import { Supervisor } from "./supervisor.ts";

/** Says that it serves, by its process id, and stays. */
const SERVES = "process.send({ serving: process.pid }); setInterval(() => {}, 1000);";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "casewire-supervisor-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a supervisor", () => {
  it("restarts a process that is killed while it serves, however often", async () => {
    const started: number[] = [];
    vi.spyOn(console, "log").mockImplementation(() => {});
    const marks = join(folder, "marks");
    const supervisor = supervise(
      `require("node:fs").appendFileSync(${JSON.stringify(marks)}, process.pid + "\\n"); ${SERVES}`,
    );
    onTestFinished(() => supervisor.stop());
    started.push(await supervisor.start());
    for (let kills = 1; kills <= 8; kills++) {
      process.kill(started.at(-1) ?? 0, "SIGKILL");
      await eventually(() => {
        const pids = readFileSync(marks, "utf8").trim().split("\n").map(Number);
        expect(pids).toHaveLength(kills + 1);
        started.push(pids.at(-1) ?? 0);
      });
      // It says so over its channel just after it has left its mark.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(new Set(started).size).toBe(9);
  });

  it("gives up at once a process that never served", async () => {
    const supervisor = supervise("process.exit(3);");
    await expect(supervisor.start()).rejects.toThrow("The trial process did not start (code 3).");
  });
});

function supervise(program: string): Supervisor {
  const script = join(folder, "process.cjs");
  writeFileSync(script, program);
  return new Supervisor({ name: "trial", script, args: [], env: () => process.env });
}
