import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { type Permission, ROLES, rolesThatMay } from "./permissions.ts";

/**
 * Law 1: one word per act. Permission `case:flag` = file `flag-case.ts` = function `flagCase` = audit action `case.flagged` =
 * `describe("flagCase")`, which tests that it works and leaves its entry, and each way in which it refuses.
 */
const IRREGULAR: Record<string, string> = {
  flag: "flagged",
  verify: "verified",
  hold: "held",
  put: "put",
  rerun: "rerun",
  cancel: "cancelled",
  enrol: "enrolled",
  reset: "reset",
};

const read = (path: string) => ({ name: basename(path, ".ts"), path, text: readFileSync(path, "utf8") });
const files = globSync("lib/**/*.ts")
  .filter((path) => !path.includes(".test."))
  .map(read);
const tests = globSync("lib/**/*.test.ts").map(read);
const verbs = [...readFileSync("lib/permissions.ts", "utf8").matchAll(/"([a-z-]+):([a-z-]+)"/g)]
  .map(([, noun = "", verb = ""]) => ({ permission: `${noun}:${verb}`, noun, verb }))
  .filter(({ verb }) => verb !== "read");

/** `flag` of a `case` is `flag-case`; `change-role` names its object itself. */
function fileName(noun: string, verb: string): string {
  return verb.includes("-") ? verb : `${verb}-${noun}`;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function auditAction(noun: string, verb: string): string {
  const [act = "", ...objects] = verb.split("-");
  const object = objects.join("-");
  const past = IRREGULAR[act] ?? (act.endsWith("e") ? `${act}d` : `${act}ed`);
  return `${noun}.${object ? `${object}-` : ""}${past}`;
}

const defined = files.filter(({ text }) => text.includes("defineVerb({")).map(({ name }) => name);
const functions = verbs.filter(({ noun, verb }) => !defined.includes(fileName(noun, verb)));

describe.each(functions)("permission $permission", ({ permission, noun, verb }) => {
  const name = fileName(noun, verb);
  const act = camelCase(name);
  const file = files.find((candidate) => candidate.name === name);
  const suite = tests
    .flatMap(({ text }) => text.split(/^(?=describe\()/m))
    .filter((part) => part.startsWith(`describe("${act}"`));

  it("has its verb in a file and a function of its name, which asks for it in its first line", () => {
    expect(file?.path, `no lib/*/${name}.ts for ${permission}`).toBeDefined();
    const [, body = ""] = file?.text.split(`function ${act}(`) ?? [];
    const [, firstLine = ""] = /\{\n\s*(.*)\n/.exec(body) ?? [];
    expect(firstLine, `the first line of ${act}`).toContain(`authorize(actor, "${permission}")`);
  });

  it("leaves its word in the audit log, in the transaction of the act", () => {
    const room = files.filter(({ path }) => dirname(path) === dirname(file?.path ?? ""));
    const words = room.filter(({ text }) => text.includes(`action: "${auditAction(noun, verb)}"`));
    expect(words, `nothing in the room records ${auditAction(noun, verb)}`).not.toEqual([]);
    expect(words[0]?.text).toMatch(/\brecord\(tx, /);
  });

  it("is tested to leave its entry, and to refuse as it does", () => {
    const refusals = [...(file?.text ?? "").matchAll(/new Refusal\(\s*"([a-z-]+)"/g)].map(([, code = ""]) => code);
    const forSome = rolesThatMay(permission as Permission).length < ROLES.length;
    const expected = [...(forSome ? ["not-allowed"] : []), ...refusals];
    expect(suite, `one describe("${act}") beside it`).toHaveLength(1);
    expect(suite[0], `describe("${act}") must look at the entry`).toMatch(/entr(y|ies)/i);
    expect(
      expected.filter((code) => !suite[0]?.includes(`"${code}"`)),
      `refusals no test of ${act} provokes`,
    ).toEqual([]);
  });
});
