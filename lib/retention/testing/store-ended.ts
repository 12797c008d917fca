import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { putBusiness } from "#lib/businesses/put-business";
import { noteCase } from "#lib/cases/note-case";
import { storeCase } from "#lib/cases/testing/stored-case";
import { storeReceipts } from "./store-receipts.ts";

/** A case that ended so many days ago with everything a case may hold. */
export async function storeEnded(refId: string, daysAgo = 400) {
  const grace = await personOf("admin", "Grace");
  const stored = await storeCase(refId, { status: "IN_PROGRESS" }, { status: "IN_REVIEW" }, { status: "REJECTED" });
  await noteCase(grace, { source: "vove", refId, body: "They call back" });
  await putBusiness(grace, { source: "vove", refId, name: "Acme", contactEmail: "ada@acme.example" });
  await storeReceipts(2, daysAgo, stored.statusEventId);
  await database().execute(sql`
    with run as (
      insert into runs (event_id, source, ref_id, occurred_at, handler, trigger, attempt, state, log, error)
      values (${stored.statusEventId}, 'vove', ${refId}, now(), 'notify-customer', 'receipt', 1, 'dead', '[{"line":"Dear Ada"}]', 'no luck')
      returning id
    ), effect as (
      insert into effects (source, ref_id, episode, key, handler, event_id, run_id, state, detail)
      select 'vove', ${refId}, 1, ${`case/${refId}/1/notify-customer`}, 'notify-customer', ${stored.statusEventId}, id, 'done', 'to ada@acme.example'
      from run returning id
    )
    insert into letters (effect_id, mail_id, recipient, subject, html, text)
    select id, ${`<${refId}@x>`}, 'ada@acme.example', 'Rejected', 'Dear Ada', 'Dear Ada' from effect`);
  await database().execute(
    sql`update cases set last_change_at = now() - make_interval(days => ${daysAgo}) where id = ${stored.id}`,
  );
  return stored;
}
