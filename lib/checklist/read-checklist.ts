import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import type { UserActor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { may, type Permission } from "#lib/permissions";
import { readSettings } from "#lib/settings/settings";
import { environmentSecrets } from "#lib/sources/environment-secrets";

/** The steps of a first day: what an installation needs, then what a person tries. Each is for those who may take it. */
const STEPS = {
  secret: "secret:add",
  "first-message": "case:read",
  businesses: "business:put",
  mail: "mail:configure",
  team: "user:invite",
  retention: "retention:configure",
  destination: "destination:add",
  preferences: "preferences:change",
  "follow-up": "case:flag",
  note: "case:note",
} as const satisfies Record<string, Permission>;

export type Step = keyof typeof STEPS;
export type ChecklistItem = { step: Step; done: boolean };

/** The steps of the actor's role, and whether each is done. */
export async function readChecklist(actor: UserActor): Promise<ChecklistItem[]> {
  authorize(actor, "case:read");
  const [settings, [row]] = await Promise.all([
    readSettings(),
    // Each stops at the first row that it finds; the acts of a person by audit_actor.
    database().execute<Record<Step, boolean>>(sql`
      select exists (select from source_secrets where sealed is not null) as secret,
        exists (select from events) as "first-message",
        exists (select from businesses where name is not null) as businesses,
        (select count(*) > 1 from (select from users limit 2) as people) as team,
        exists (select from destinations) as destination,
        exists (select from preferences where user_id = ${actor.id}) as preferences,
        ${hasDone(actor, "case.flagged")} as "follow-up",
        ${hasDone(actor, "case.noted")} as note`),
  ]);
  const done: Partial<Record<Step, boolean>> = {
    ...row,
    secret: row?.secret === true || environmentSecrets("vove").length > 0,
    mail: settings.SMTP_URL !== undefined,
    retention: Object.entries(settings).some(([name, days]) => name.startsWith("RETENTION_") && days !== undefined),
  };
  return (Object.keys(STEPS) as Step[])
    .filter((step) => may(actor.role, STEPS[step]))
    .map((step) => ({ step, done: done[step] === true }));
}

function hasDone(actor: UserActor, action: string) {
  return sql`exists (select from audit_entries where actor_kind = 'user' and actor_id = ${actor.id} and action = ${action})`;
}
