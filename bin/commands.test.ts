import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
/** Each command of ours, with the words that its script gives it. */
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file = "", words = ""] = /^exec node ((?:bin|tools)\/\S+\.ts)(.*)$/.exec(script) ?? [];
  return file ? [{ name, args: [file, ...words.split(" ").filter(Boolean)] }] : [];
});

type Ended = { code: number; stdout: string; stderr: string };

/** Ends it after a while: a command that takes `--help` for nothing may run for ever. */
async function outcome(args: string[]): Promise<Ended> {
  const env = { ...process.env, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", PORT: "0" };
  return run("node", args, { env, timeout: 120_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
}

it("finds the commands", () => {
  expect(commands.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["start", "web", "simulate", "db:url", "bench"]),
  );
});

describe.concurrent.each(commands)("npm run $name", { timeout: 150_000 }, ({ name, args }) => {
  it("says its usage when it is asked for help, and does nothing else", async ({ expect }) => {
    const { code, stdout, stderr } = await outcome([...args, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const spoken = name === "dev" ? "npm start" : new RegExp(`npm (run )?(-s )?${name}\\b`);
    expect(stdout).toMatch(spoken);
  });

  it("names an option that it does not know, and does nothing either", async ({ expect }) => {
    const { code, stderr } = await outcome([...args, "--no-such-option"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--no-such-option");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
