import { sql } from "drizzle-orm";
import { type Database, database, type Tx } from "#db/pool";
import { preparedQuery } from "#db/prepared-query";
import { addressBlock } from "#lib/address-block";

/** How many receipts are looked at, so that it costs the same at any size. */
const NEWEST = 5000;

/** Whether a request to `source` from `remoteAddress` came from where verified messages come from. */
export type IsSender = (source: string, remoteAddress: string) => boolean;

/** Tells the sender's addresses from others: those that one of the newest receipts was verified from, by the block that refusals are counted by. */
export async function senderAddresses(db: Pick<Tx | Database, "_"> = database()): Promise<IsSender> {
  const rows = await preparedQuery<{ source: string; remoteAddress: string }>(
    db,
    sql`
    select distinct source, remote_address from (
      select source, remote_address, outcome from receipts order by id desc limit ${sql.raw(String(NEWEST))}) as newest
    where outcome <> 'rejected'`,
  );
  const known = new Set(rows.map(({ source, remoteAddress }) => `${source} ${addressBlock(remoteAddress)}`));
  return (source, remoteAddress) => known.has(`${source} ${addressBlock(remoteAddress)}`);
}
