import { describe, expect, it } from "vitest";
import { z } from "zod";
import { database } from "#db/pool";
import { sources } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { Refusal } from "#lib/refusal";
import type { describeVerb } from "#lib/verbs/testing/describe-verb";
import type { Done } from "./commit-act.ts";
import { defineVerb } from "./define-verb.ts";

const input = z.object({ slug: z.string() });
const facts = { permission: "source:add", audit: "source.added", input, refuses: ["wrong-state"] } as const;
const entryOf = (slug: string): Done<string> => ({
  entry: { subject: { kind: "source", id: slug } },
  topics: ["settings"],
  result: slug,
});

/** Writes a source; `then` says what becomes of it. */
const addSource = (then: (slug: string) => Done<string>) =>
  defineVerb({
    ...facts,
    async run(tx, _actor: UserActor, { slug }) {
      await tx.insert(sources).values({ slug, name: slug, expectedTypes: [] });
      return then(slug);
    },
  });

const slugs = async () => (await database().select({ slug: sources.slug }).from(sources)).map(({ slug }) => slug);

describe("defineVerb", () => {
  it("makes a function that acts, leaves its entry and returns its result", async () => {
    const grace = await personOf("admin", "Grace");
    expect(await addSource(entryOf)(grace, { slug: "one" })).toBe("one");
    expect(await slugs()).toContain("one");
    expect(await entriesAbout("one")).toMatchObject([{ action: "source.added", actorLabel: "Grace", detail: {} }]);
  });

  it("carries its definition", () => {
    expect({ ...addSource(entryOf) }).toEqual({ ...facts, inOneTransaction: true });
  });

  it("asks for the permission before anything else", async () => {
    let asked = false;
    const verb = addSource((slug) => {
      asked = true;
      return entryOf(slug);
    });
    const ada = await personOf("analyst");
    await expect(verb(ada, { slug: "two" })).rejects.toMatchObject({ code: "not-allowed", permission: "source:add" });
    expect(asked).toBe(false);
  });

  it("leaves neither act nor entry where it refuses", async () => {
    const verb = addSource(() => {
      throw new Refusal("wrong-state", "Not now.");
    });
    await expect(verb(await personOf("admin"), { slug: "three" })).rejects.toMatchObject({ code: "wrong-state" });
    expect(await slugs()).not.toContain("three");
    expect(await entriesAbout("three")).toEqual([]);
  });

  it("leaves no act where its entry cannot be written", async () => {
    const grace = await personOf("admin");
    const verb = addSource(entryOf);
    await expect(verb({ ...grace, role: "admin", label: "\0" }, { slug: "four" })).rejects.toThrow();
    expect(await slugs()).not.toContain("four");
  });

  it("leaves no entry where nothing changed", async () => {
    const grace = await personOf("admin");
    await addSource(() => ({ entry: null, topics: [] }))(grace, { slug: "five" });
    expect(await slugs()).toContain("five");
    expect(await entriesAbout("five")).toEqual([]);
  });

  it("records what followed from the act behind it", async () => {
    const grace = await personOf("admin");
    const subject = { kind: "source", id: "six" };
    const consequences = [{ actor: grace, action: "source.tested", subject } as const];
    await addSource((slug) => ({ ...entryOf(slug), consequences }))(grace, { slug: "six" });
    expect(await entriesAbout("six")).toMatchObject([{ action: "source.tested" }, { action: "source.added" }]);
  });

  it("lets an act work before and after its transaction, and asks for the permission before both", async () => {
    const steps: string[] = [];
    const verb = defineVerb({
      ...facts,
      async runInSteps(commit, _actor: UserActor, { slug }, by: { way: string }) {
        steps.push("before");
        const added = await commit(async () => entryOf(slug));
        steps.push(`after, ${by.way}`);
        return added;
      },
    });
    await expect(verb(await personOf("viewer"), { slug: "seven" }, { way: "post" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(steps).toEqual([]);
    expect(await verb(await personOf("admin"), { slug: "seven" }, { way: "post" })).toBe("seven");
    expect(steps).toEqual(["before", "after, post"]);
    expect(await entriesAbout("seven")).toHaveLength(1);
  });

  it("asks, by type, for a test of each refusal that is declared", () => {
    const cases: Parameters<typeof describeVerb<UserActor, typeof input, [], string, "wrong-state">>[1] = {
      works: () => [{ slug: "eight" }],
      // @ts-expect-error there is no case of wrong-state
      refuses: {},
    };
    expect(cases.refuses).toEqual({});
  });

  it("refuses, by type, to be defined without an entry", () => {
    // @ts-expect-error what it returns names no entry
    expect(defineVerb({ ...facts, run: async () => ({ topics: [] }) }).audit).toBe("source.added");
  });
});
