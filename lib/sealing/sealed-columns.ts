import { type SQL, sql } from "drizzle-orm";

/**
 * Every column that holds `seal` output, so that `reseal` reaches it; a test compares the list with the schema. `forget` deletes one sealed
 * text that no secret opens.
 */
export const SEALED_COLUMNS: readonly { table: string; column: string; forget: (sealed: string) => SQL }[] = [
  {
    table: "source_secrets",
    column: "sealed",
    forget: (sealed) =>
      sql`update source_secrets set sealed = null, retires_at = coalesce(retires_at, now()) where sealed = ${sealed}`,
  },
  {
    table: "destination_secrets",
    column: "sealed",
    forget: (sealed) =>
      sql`update destination_secrets set sealed = null, expires_at = coalesce(expires_at, now()) where sealed = ${sealed}`,
  },
  {
    table: "destinations",
    column: "sealed_headers",
    forget: (sealed) =>
      sql`update destinations set sealed_headers = null, header_names = '{}' where sealed_headers = ${sealed}`,
  },
  {
    table: "settings",
    column: "sealed",
    forget: (sealed) => sql`delete from settings where sealed = ${sealed}`,
  },
  {
    table: "totp_factors",
    column: "secret",
    forget: (sealed) => sql`delete from totp_factors where secret = ${sealed}`,
  },
  {
    table: "audit_keys",
    column: "sealed",
    // The next checkpoint is signed with a new key; those signed so far stay verifiable.
    forget: (sealed) => sql`update audit_keys set sealed = '' where sealed = ${sealed}`,
  },
  {
    table: "seal_check",
    column: "sealed",
    forget: (sealed) => sql`delete from seal_check where sealed = ${sealed}`,
  },
];

/** Every sealed text of one column. */
export function sealedTexts({ table, column }: { table: string; column: string }): SQL {
  const name = sql.identifier(column);
  return sql`select ${name} as sealed from ${sql.identifier(table)} where ${name} <> ''`;
}
