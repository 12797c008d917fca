import type { Random } from "#bin/simulate/random";
import { users } from "#db/access-schema";
import { followUps, notes } from "#db/schema";
import { caseSubject } from "#lib/cases/case-row";
import { isTerminal } from "#lib/cases/projection/lifecycle";
import type { StoredCase } from "./case-rows.ts";
import { rarely } from "./rarely.ts";
import { BEGAN_DAYS_AGO } from "./secret-rows.ts";
import type { Desk } from "./seed-context.ts";

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

/** Analysts who have no password, so that nobody can sign in as one. */
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

/** They were there before anything of the history. */
export function addPeople(desk: Desk): void {
  const createdAt = new Date(desk.until.getTime() - BEGAN_DAYS_AGO * DAY);
  for (const person of PEOPLE) desk.rows.add(users, { ...person, createdAt, updatedAt: createdAt });
}

/** Whose a case is that stands at `status`: half of the open ones are somebody's, and few of the ended. */
export function assigneeOf(random: Random, status: StoredCase["status"], often: number): Analyst | null {
  return rarely(random, isTerminal(status) ? 0.05 : 0.5, often) ? random.pick(PEOPLE) : null;
}

/** What people did about a case after its last message, with the entry of each act. */
export function addActs(desk: Desk, stored: StoredCase, assignee: Analyst | null, random: Random): void {
  const actor = random.pick(PEOPLE);
  const at = (minutes: number) => new Date(stored.lastChangeAt.getTime() + minutes * MINUTE);
  if (assignee)
    record(desk, stored, { actor, at: at(2), action: "case.assigned", detail: { assignee: assignee.name } });
  if (random.chance(0.03)) addNote(desk, stored, actor, at(4));
  if (rarely(random, isTerminal(stored.status) ? 0.01 : 0.08, desk.often))
    addFollowUp(desk, stored, { actor, at, random });
}

function addNote(desk: Desk, stored: StoredCase, actor: Analyst, createdAt: Date): void {
  const id = desk.nextId("notes");
  const body = "Called the contact: the documents are on their way.";
  desk.rows.add(notes, { id, caseId: stored.id, body, authorId: actor.id, author: actor.name, createdAt });
  record(desk, stored, { actor, at: createdAt, action: "case.noted", detail: { note: id } });
}

/** Open on a case that has not ended, resolved on one that has. */
function addFollowUp(
  desk: Desk,
  stored: StoredCase,
  { actor, at, random }: { actor: Analyst; at: (minutes: number) => Date; random: Random },
): void {
  const id = desk.nextId("follow_ups");
  const owner = random.chance(0.7) ? random.pick(PEOPLE) : null;
  const reason = random.pick(WHY);
  const dueOn = new Date(desk.until.getTime() + (10 * random.next() - 2) * DAY).toISOString().slice(0, 10);
  const outcome = isTerminal(stored.status) ? random.pick(OUTCOMES) : null;
  // News after it raises it again: it was flagged while the message before was the last.
  const wasThere = stored.episode > 1 || (!stored.gap && stored.previousStatus !== "NOT_STARTED");
  const flaggedAt = at(wasThere && random.chance(0.15) ? -1 : 5);
  desk.rows.add(followUps, {
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
  });
  const detail = { dueOn, owner: owner?.name ?? null };
  record(desk, stored, { actor, at: flaggedAt, action: "case.flagged", detail, texts: { reason } });
  if (outcome) {
    const resolved = { action: "follow-up.resolved", detail: { followUp: id }, texts: { outcome } } as const;
    record(desk, stored, { actor, at: at(50), ...resolved });
  }
}

type Act = {
  actor: Analyst;
  at: Date;
  action: "case.assigned" | "case.noted" | "case.flagged" | "follow-up.resolved";
  detail: Record<string, unknown>;
  texts?: Record<string, string>;
};

function record(desk: Desk, stored: StoredCase, { actor, texts, ...act }: Act): void {
  desk.audit.record({
    ...act,
    ...(texts ? { words: { about: stored, texts } } : {}),
    actor: { kind: "user", id: actor.id, label: actor.name },
    subject: caseSubject(stored),
  });
}
