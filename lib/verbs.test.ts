import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { ACTIONS } from "#lib/audit/actions";
import { actsPage } from "#lib/verbs/testing/acts-page";
import { allVerbs } from "#lib/verbs/testing/all-verbs";
import { namesOf } from "#lib/verbs/testing/verb-names";
import { may, type Permission, ROLES } from "./permissions.ts";

/** One word an act: `lib/verbs/testing/verb-names.ts` says how permission, file, verb and audit action are made of it. */
const verbs = await allVerbs();
const permissions = [...readFileSync("lib/permissions.ts", "utf8").matchAll(/"([a-z-]+:[a-z-]+)"/g)]
  .map(([, permission]) => permission as Permission)
  .filter((permission, place, all) => all.indexOf(permission) === place && !permission.endsWith(":read"));
const tests = globSync("lib/**/*.test.ts").map((path) => ({ path, text: readFileSync(path, "utf8") }));

describe("verbs", () => {
  it("are one for each permission that is not to read", () => {
    expect(verbs.map(({ verb }) => verb.permission).sort()).toEqual([...permissions].sort());
    expect(permissions.length).toBeGreaterThanOrEqual(35);
    expect(permissions.every((permission) => ROLES.some((role) => may(role, permission)))).toBe(true);
  });

  it("and commands commit what is to be committed with its entry", () => {
    const sources = globSync("{app,bin,lib,tools}/**/*.ts")
      .filter((path) => !path.includes(".test."))
      .map((path) => ({ path, text: readFileSync(path, "utf8") }));
    const given = sources
      .flatMap(({ text }) => text.split(/\bfunction (?=\w+\()/).slice(1))
      .filter((text) => /^\w+\([\s\S]*?\): (?:Promise<)?Done<.* \{$/m.test(text.split("\n}")[0] ?? ""))
      .map((text) => /^\w+/.exec(text)?.[0] ?? "");
    expect(given).toEqual(expect.arrayContaining(["storeSecret", "writeBusiness", "writtenDown"]));
    const calls = sources.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line) => {
        const called = given.some((name) => new RegExp(`(?<!function )\\b${name}\\(`).test(line));
        return called && !/\bcommit(Act)?\(/.test(line) ? [`${path}: ${line.trim()}`] : [];
      }),
    );
    expect(calls, "what returns Done writes no entry by itself: call it in commit() or commitAct()").toEqual([]);
  });

  // After a change of a definition: npm run test:unit -- lib/verbs.test.ts --update
  it("are listed in docs/acts.md", async () => {
    await expect(actsPage(verbs)).toMatchFileSnapshot("../docs/acts.md");
  });
});

describe.each(verbs)("$name", ({ name, path, verb }) => {
  const names = namesOf(verb.permission);

  it("is named after its permission, in a file of its name", () => {
    expect(name).toBe(names.verb);
    expect(basename(path, ".ts")).toBe(names.file);
  });

  it("leaves the same word in the audit log", () => {
    expect(verb.audit).toBe(names.audit);
    expect(ACTIONS).toContain(verb.audit);
  });

  it("declares each refusal its file throws", () => {
    const thrown = [...readFileSync(path, "utf8").matchAll(/new Refusal\(\s*"([a-z-]+)"/g)].map(([, code]) => code);
    expect(thrown.filter((code) => !verb.refuses.some((declared) => declared === code))).toEqual([]);
    expect(new Set(verb.refuses).size).toBe(verb.refuses.length);
  });

  it("has the tests of every verb, once, beside it", () => {
    const described = tests.filter(({ text }) => text.includes(`describeVerb(${name},`));
    expect(described.map((test) => dirname(test.path))).toEqual([dirname(path)]);
  });
});
