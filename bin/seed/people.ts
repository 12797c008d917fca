import type { StoredCase } from "#bin/seed/case-rows";
import type { Desk } from "#bin/seed/desk";
import { rarely } from "#bin/seed/rarely";
import type { Random } from "#bin/simulate/random";
import type { users } from "#db/access-schema";
import { followUps, notes } from "#db/schema";
import { caseSubject } from "#lib/cases/claim-case";
import { isTerminal } from "#lib/cases/lifecycle";

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
export const PEOPLE: readonly Person[] = NAMES.map((name, n) => ({
  id: `seed-${n + 1}`,
  name,
  email: `seed-${n + 1}@desk.example`,
  emailVerified: false,
  image: null,
  oidcSubject: null,
  role: "analyst",
  createdAt: new Date(0),
  updatedAt: new Date(0),
}));

/** Whose a case is that stands at `status`: half of the open ones are somebody's, and few of the ended. */
export function assigneeOf(random: Random, status: StoredCase["status"], often: number): Person | null {
  return rarely(random, isTerminal(status) ? 0.05 : 0.5, often) ? random.pick(PEOPLE) : null;
}

/** What people did about a case after its last message, with the entry of each act. */
export function addActs(desk: Desk, stored: StoredCase, assignee: Person | null, random: Random): void {
  const actor = random.pick(PEOPLE);
  const at = (minutes: number) => new Date(Math.min(stored.newsAt.getTime() + minutes * MINUTE, desk.until.getTime()));
  if (assignee)
    record(desk, stored, { actor, at: at(2), action: "case.assigned", detail: { assignee: assignee.name } });
  if (random.chance(0.03)) addNote(desk, stored, actor, at(4));
  if (rarely(random, isTerminal(stored.status) ? 0.01 : 0.08, desk.often))
    addFollowUp(desk, stored, { actor, at, random });
}

function addNote(desk: Desk, stored: StoredCase, actor: Person, createdAt: Date): void {
  const id = desk.nextId("notes");
  const body = "Called the contact: the documents are on their way.";
  desk.rows.add(notes, { id, caseId: stored.id, body, authorId: actor.id, author: actor.name, createdAt });
  record(desk, stored, { actor, at: createdAt, action: "case.noted", detail: { note: id } });
}

/** Open on a case that has not ended, resolved on one that has. */
function addFollowUp(
  desk: Desk,
  stored: StoredCase,
  { actor, at, random }: { actor: Person; at: (minutes: number) => Date; random: Random },
): void {
  const id = desk.nextId("follow_ups");
  const owner = random.chance(0.7) ? random.pick(PEOPLE) : null;
  const reason = random.pick(WHY);
  const dueOn = new Date(desk.until.getTime() + (10 * random.next() - 2) * DAY).toISOString().slice(0, 10);
  const outcome = isTerminal(stored.status) ? random.pick(OUTCOMES) : null;
  desk.rows.add(followUps, {
    id,
    caseId: stored.id,
    reason,
    dueOn,
    ownerId: owner?.id ?? null,
    createdBy: actor.name,
    createdAt: at(5),
    seenAt: random.chance(0.9) ? at(5) : new Date(stored.newsAt.getTime() - DAY),
    resolvedBy: outcome ? actor.name : null,
    resolvedAt: outcome ? at(50) : null,
    outcome,
  });
  const detail = { dueOn, owner: owner?.name ?? null };
  record(desk, stored, { actor, at: at(5), action: "case.flagged", detail, texts: { reason } });
  if (outcome) {
    const resolved = { action: "follow-up.resolved", detail: { followUp: id }, texts: { outcome } } as const;
    record(desk, stored, { actor, at: at(50), ...resolved });
  }
}

type Act = {
  actor: Person;
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
