/** Column types that many tables share. Times are `timestamptz(3)`: a JavaScript Date has milliseconds, and a keyset cursor must be exact. */
import { sql } from "drizzle-orm";
import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
export const time = () => timestamp({ withTimezone: true, precision: 3 });
export const now = sql`now()`;
export const id = () => bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
export const ref = () => bigint({ mode: "number" });
