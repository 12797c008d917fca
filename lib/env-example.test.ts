import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readEnvironment } from "./environment.ts";

/** Each variable stands in `.env.example` as a comment, `# NAME=value`, under the line that explains it. */
const lines = readFileSync(".env.example", "utf8").split("\n");
const examples = lines.flatMap((line) => {
  const [, name, value = ""] = /^# ([A-Z_]+)=(.*)$/.exec(line) ?? [];
  return name ? [{ name, value }] : [];
});
const names = globSync("lib/environment*.ts")
  .filter((path) => !path.includes(".test."))
  .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name));

it("names every variable that Casewire reads, once, and no other", () => {
  expect(names).toEqual(expect.arrayContaining(["PORT", "CASEWIRE_SECRET", "OIDC_ISSUER", "LOG_LEVEL"]));
  expect(examples.map(({ name }) => name).sort()).toEqual(names.sort());
});

it("gives examples that Casewire takes", () => {
  const filled = examples.filter(({ value }) => value !== "").map(({ name, value }) => [name, value]);
  const secrets = { CASEWIRE_SECRET: "x".repeat(32), OIDC_CLIENT_SECRET: "x" };
  expect(() => readEnvironment({ ...Object.fromEntries(filled), ...secrets })).not.toThrow();
});

it("sets nothing by itself, and explains each variable in the line above it", () => {
  const set = lines.filter((line) => line !== "" && !line.startsWith("#"));
  expect(set).toEqual([]);
  const bare = examples.filter(({ name }) => {
    const at = lines.findIndex((line) => line.startsWith(`# ${name}=`));
    return !/^# \S.* \S/.test(lines[at - 1] ?? "") || /^# [A-Z_]+=/.test(lines[at - 1] ?? "");
  });
  expect(bare).toEqual([]);
});
