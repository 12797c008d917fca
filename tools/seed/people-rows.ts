import type { Random } from "#bin/simulate/random";
import { users } from "#db/access-schema";
import { followUps, notes } from "#db/schema";
import { caseSubject } from "#lib/cases/case-row";
import { isTerminal } from "#lib/cases/projection/lifecycle";
import { chanceTimes } from "./case-lifecycle.ts";
import type { StoredCase } from "./case-rows.ts";
import { BEGAN_DAYS_AGO } from "./secret-rows.ts";
import type { SeedContext } from "./seed-context.ts";

const NAMES = [
  "Ada Okafor",
  "Bilal Haddad",
  "Chloe Dubois",
  "Dario Santos",
  "Esi Mensah",
  "Farah Benali",
  "Gro Berg",
  "Hana Alaoui",
];
const WHY = [
  "Waiting for the extract of the registry",
  "Two owners share one passport number",
  "The contact does not answer",
];
const OUTCOMES = ["The business sent what was missing", "Nothing wrong after all", "Told the business to begin again"];
const MINUTE = 60_000;
const DAY = 86_400_000;

type Person = typeof users.$inferSelect;

/** Analysts without a password: nobody can sign in as one of them. */
export const PEOPLE: readonly Omit<Person, "createdAt" | "updatedAt">[] = NAMES.map((name, n) => ({
  id: `seed-${n + 1}`,
  name,
  email: `seed-${n + 1}@desk.example`,
  emailVerified: false,
  image: null,
  oidcSubject: null,
  role: "analyst",
}));
type Analyst = (typeof PEOPLE)[number];

/** Created before anything else. */
export function addPeople(context: SeedContext): void {
  const createdAt = new Date(context.until.getTime() - BEGAN_DAYS_AGO * DAY);
  for (const person of PEOPLE) context.rows.add(users, { ...person, createdAt, updatedAt: createdAt });
}

/** Half of the open cases have an assignee, and few of the ended ones. */
export function assigneeOf(random: Random, status: StoredCase["status"], often: number): Analyst | null {
  return chanceTimes(random, isTerminal(status) ? 0.05 : 0.5, often) ? random.pick(PEOPLE) : null;
}

/** The acts of people after a case's last message, with their audit entries. */
export function addActs(context: SeedContext, stored: StoredCase, assignee: Analyst | null, random: Random): void {
  const actor = random.pick(PEOPLE);
  const at = (minutes: number) => new Date(stored.lastChangeAt.getTime() + minutes * MINUTE);
  if (assignee)
    record(context, stored, { actor, at: at(2), action: "case.assigned", detail: { assignee: assignee.name } });
  if (random.chance(0.03)) addNote(context, stored, actor, at(4));
  if (chanceTimes(random, isTerminal(stored.status) ? 0.01 : 0.08, context.often))
    addFollowUp(context, stored, { actor, at, random });
}

function addNote(context: SeedContext, stored: StoredCase, actor: Analyst, createdAt: Date): void {
  const id = context.nextId("notes");
  const body = "Called the contact: the documents are on their way.";
  context.rows.add(notes, { id, caseId: stored.id, body, authorId: actor.id, author: actor.name, createdAt });
  record(context, stored, { actor, at: createdAt, action: "case.noted", detail: { note: id } });
}

/** Open on a case that has not ended, resolved on one that has. */
function addFollowUp(
  context: SeedContext,
  stored: StoredCase,
  { actor, at, random }: { actor: Analyst; at: (minutes: number) => Date; random: Random },
): void {
  const id = context.nextId("follow_ups");
  const owner = random.chance(0.7) ? random.pick(PEOPLE) : null;
  const reason = random.pick(WHY);
  const dueOn = new Date(context.until.getTime() + (10 * random.next() - 2) * DAY).toISOString().slice(0, 10);
  const outcome = isTerminal(stored.status) ? random.pick(OUTCOMES) : null;
  // A message after the flagging raises the follow-up again, so it is flagged before the last message.
  const wasThere = stored.episode > 1 || (!stored.gap && stored.previousStatus !== "NOT_STARTED");
  const flaggedAt = at(wasThere && random.chance(0.15) ? -1 : 5);
  context.rows.add(followUps, {
    id,
    caseId: stored.id,
    reason,
    dueOn,
    ownerId: owner?.id ?? null,
    createdBy: actor.name,
    createdAt: flaggedAt,
    seenAt: flaggedAt,
    resolvedBy: outcome ? actor.name : null,
    resolvedAt: outcome ? at(50) : null,
    outcome,
    dueAnnouncedOn: null,
  });
  const detail = { dueOn, owner: owner?.name ?? null };
  record(context, stored, { actor, at: flaggedAt, action: "case.flagged", detail, texts: { reason } });
  if (outcome) {
    const resolved = { action: "follow-up.resolved", detail: { followUp: id }, texts: { outcome } } as const;
    record(context, stored, { actor, at: at(50), ...resolved });
  }
}

type Act = {
  actor: Analyst;
  at: Date;
  action: "case.assigned" | "case.noted" | "case.flagged" | "follow-up.resolved";
  detail: Record<string, unknown>;
  texts?: Record<string, string>;
};

function record(context: SeedContext, stored: StoredCase, { actor, texts, ...act }: Act): void {
  context.audit.record({
    ...act,
    ...(texts ? { words: { about: stored, texts } } : {}),
    actor: { kind: "user", id: actor.id, label: actor.name },
    subject: caseSubject(stored),
  });
}
