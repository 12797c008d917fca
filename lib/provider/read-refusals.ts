import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";
import { type IsSender, senderAddresses } from "#lib/events/sender-addresses";
import { may } from "#lib/permissions";

/** Tallies that are read: a flood from many addresses makes some thousand an hour. */
const MAX_TALLIES = 20_000;
const MAX_ROWS = 20;

export type Refused = {
  source: string;
  cause: string;
  /** Null for a reader who may not see addresses: then all of one kind are together. `*`: those beyond the hour's limits. */
  remoteAddress: string | null;
  /** Verified messages come from there, too. */
  fromSender: boolean;
  n: number;
  /** The hour of the last one. */
  lastHour: Date;
};

type Tally = { source: string; cause: string; remoteAddress: string; n: number; lastHour: Date };

/** The requests refused in the last 24 hours by cause and address, the most first, at most twenty lines; `n` counts all. */
export async function readRefusals(actor: Actor): Promise<{ n: number; lines: Refused[]; more: number }> {
  authorize(actor, "provider:read");
  const isSender = await senderAddresses();
  const tallies = await preparedQuery<Tally>(
    database(),
    sql`
    select source, cause, remote_address, sum(kept + counted)::float8 as n, max(hour) as last_hour from (
      select * from rejection_tallies where hour > now() - interval '24 hours'
      order by hour desc limit ${sql.raw(String(MAX_TALLIES))}) as recent
    group by source, cause, remote_address`,
  );
  const addresses = "role" in actor && may(actor.role, "rejection:read");
  const lines = together(tallies, isSender, addresses).sort((a, b) => b.n - a.n || (a.cause < b.cause ? -1 : 1));
  const n = tallies.reduce((total, tally) => total + tally.n, 0);
  return { n, lines: lines.slice(0, MAX_ROWS), more: Math.max(0, lines.length - MAX_ROWS) };
}

function together(tallies: Tally[], isSender: IsSender, addresses: boolean): Refused[] {
  const lines = new Map<string, Refused>();
  for (const { source, cause, remoteAddress, n, lastHour } of tallies) {
    const fromSender = isSender(source, remoteAddress);
    const key = [source, cause, addresses ? remoteAddress : fromSender].join(" ");
    const line = lines.get(key);
    if (!line) {
      lines.set(key, { source, cause, remoteAddress: addresses ? remoteAddress : null, fromSender, n, lastHour });
      continue;
    }
    line.n += n;
    if (lastHour > line.lastHour) line.lastHour = lastHour;
  }
  return [...lines.values()];
}
