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

export type Refusals = {
  n: number;
  /** At most twenty, the most first. */
  lines: Refused[];
  /** How many lines were left out. */
  more: number;
  /** Of all: refused because no secret of ours made the signature, and how many of those the sender sent. */
  signature: { n: number; fromSender: number };
};

const OF_SIGNATURE = new Set(["bad-signature", "no-secret"]);

/** The requests refused in the last 24 hours by cause and address. */
export async function readRefusals(actor: Actor): Promise<Refusals> {
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
  const signature = lines.filter(({ cause }) => OF_SIGNATURE.has(cause));
  return {
    n: total(lines),
    lines: lines.slice(0, MAX_ROWS),
    more: Math.max(0, lines.length - MAX_ROWS),
    signature: { n: total(signature), fromSender: total(signature.filter(({ fromSender }) => fromSender)) },
  };
}

function total(lines: Refused[]): number {
  return lines.reduce((sum, { n }) => sum + n, 0);
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
