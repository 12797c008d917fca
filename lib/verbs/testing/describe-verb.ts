import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { database } from "#db/pool";
import { auditEntries } from "#db/schema";
import { personOf } from "#lib/access/testing/people";
import type { Actor, UserActor } from "#lib/actor";
import { ROLES, type Role, rolesThatMay, STEP_UP } from "#lib/permissions";
import type { Given, OwnRefusal, Verb } from "#lib/verbs/define-verb";
import { namesOf } from "./verb-names.ts";

/** Prepares the database for one call by `actor`, and returns what the verb is called with behind its actor. */
type Prepare<Args extends unknown[]> = (actor: UserActor) => Args | Promise<Args>;

type Cases<Args extends unknown[], Code extends OwnRefusal> = {
  /** The role of who calls: the least that may, unless said. */
  as?: Role;
  /** A call that works for whoever may. */
  works: Prepare<Args>;
  /** For each refusal that the verb declares a call that meets it, or several by their titles. */
  refuses: { [code in Code]: Prepare<Args> | Record<string, Prepare<Args>> };
};

/**
 * The tests of every verb. It works and leaves its entry. A role without the permission is refused, and so is a person without a recent
 * proof of identity where the permission asks for one. It refuses as it declares, and a refused call leaves no entry.
 */
export function describeVerb<
  A extends Actor,
  Input extends z.ZodType,
  Rest extends unknown[],
  T,
  Code extends OwnRefusal,
>(verb: Verb<A, Input, Rest, T, Code>, { as, works, refuses }: Cases<Given<Input, Rest>, Code>): void {
  const { permission, audit } = verb;
  const permitted = rolesThatMay(permission);
  const caller = as ?? permitted[0] ?? "admin";
  // Some verbs are typed for people only. Every actor here is a person, which each verb takes.
  const call = (actor: UserActor, args: Given<Input, Rest>) => verb(actor as unknown as A, ...args);

  async function isRefused(code: string, actor: UserActor, args: Given<Input, Rest>): Promise<void> {
    const before = await entriesOf(audit);
    await expect(call(actor, args)).rejects.toMatchObject({ name: "Refusal", code });
    // An act in steps may fail after its transaction: its entry is written then.
    if (verb.inOneTransaction || code.startsWith("not-")) expect(await entriesOf(audit)).toBe(before);
  }

  describe(namesOf(permission).verb, () => {
    it(`works for ${caller}, and leaves its entry ${audit}`, async () => {
      const actor = await personOf(caller);
      const args = await works(actor);
      const before = await entriesOf(audit, actor);
      await call(actor, args);
      expect(await entriesOf(audit, actor)).toBeGreaterThan(before);
    });

    it.each(ROLES.filter((role) => !permitted.includes(role)))("is not for %s", async (role: Role) => {
      const args = await works(await personOf(caller));
      await isRefused("not-allowed", await personOf(role), args);
    });

    it.each(STEP_UP.has(permission) ? [permission] : [])("asks for a recent proof of identity: %s", async () => {
      const actor = await personOf(caller);
      const args = await works(actor);
      const { verifiedAt: _, ...stale } = actor;
      await isRefused("not-fresh", stale, args);
    });

    it.each(refusalCases(refuses))("$title", async ({ code, prepare }) => {
      const actor = await personOf(caller);
      await isRefused(code, actor, await prepare(actor));
    });
  });
}

async function entriesOf(action: string, actor?: UserActor): Promise<number> {
  const by = actor && eq(auditEntries.actorId, actor.id);
  return await database().$count(auditEntries, and(eq(auditEntries.action, action), by));
}

function refusalCases<Args extends unknown[], Code extends OwnRefusal>(refuses: Cases<Args, Code>["refuses"]) {
  return (Object.keys(refuses) as Code[]).flatMap((code) => {
    const prepared: Prepare<Args> | Record<string, Prepare<Args>> = refuses[code];
    return typeof prepared === "function"
      ? [{ title: `refuses with ${code}`, code, prepare: prepared }]
      : Object.entries(prepared).map(([title, prepare]) => ({ title, code, prepare }));
  });
}
