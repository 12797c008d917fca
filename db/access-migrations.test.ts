import { createHash, randomBytes } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { withDatabase } from "./connection-url.ts";

/** A database as it was before API tokens and invites had owners and sessions' tokens were hashed, and then as it becomes. */
const name = `test_${randomBytes(6).toString("hex")}`;
const server = postgres(inject("serverOwnerUrl"), { max: 1, onnotice: () => {} });
let sql: postgres.Sql;

const files = globSync("db/migrations/*.sql").sort();
const OWNERS = files.findIndex((path) => path.includes("tokens_belong_to_people"));
const HASHES = files.findIndex((path) => path.includes("known_browsers"));

async function apply(paths: string[]): Promise<void> {
  for (const path of paths) await sql.unsafe(readFileSync(path, "utf8"));
}

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

beforeAll(async () => {
  await server.unsafe(`create database ${name}`);
  sql = postgres(withDatabase(inject("serverOwnerUrl"), name), { max: 1, onnotice: () => {} });
  await apply(files.slice(0, OWNERS));
  await sql`insert into users (id, name, email, role) values
    ('ada', 'Ada', 'a@example.com', 'admin'), ('gone', 'Ada', 'g@example.com', 'admin'), ('less', 'Les', 'l@example.com', 'viewer')`;
  await sql`insert into credentials (id, account_id, provider_id, user_id) select id, id, 'credential', id from users where id <> 'gone'`;
  await sql`insert into sessions (id, token, user_id, expires_at) values ('s', 'clear', 'ada', now() + interval '1 hour')`;
  const owners = ["ada", "gone", "less", null];
  for (const [n, owner] of owners.entries()) {
    await sql`insert into api_tokens (id, name, role, token_hash, hint, created_by) values (${uuid(n)}, 't', 'engineer', ${n}, 'hint', 'Ada')`;
    await sql`insert into invites (id, email, role, token_hash, created_by, expires_at)
      values (${uuid(n)}, 'x@example.com', 'viewer', ${n}, 'Ada', now() + interval '1 hour')`;
    if (owner === null) continue;
    for (const [m, action] of ["token.issued", "user.invited"].entries())
      await sql`insert into audit_entries
        (id, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail, line, previous_hash, hash)
        values (${n * 2 + m + 1}, now(), 'user', ${owner}, 'Ada', ${action}, 'x', ${uuid(n)}, '{}', '', '', ${`${n}${m}`})`;
  }
  await sql`insert into invites (role, token_hash, created_by, expires_at) values ('admin', 'first', 'First start', now())`;
  await apply(files.slice(OWNERS, HASHES + 1));
}, 60_000);

afterAll(async () => {
  await sql.end();
  await server.unsafe(`drop database ${name} with (force)`);
  await server.end();
});

describe("an older database becomes one in which", () => {
  it.each(["api_tokens", "invites"])("what was given out belongs to whom the audit log names: %s", async (table) => {
    const rows =
      await sql`select user_id, revoked_at is null as open from ${sql(table)} where token_hash <> 'first' order by id`;
    expect(rows.map(({ user_id, open }) => [user_id, open])).toEqual([
      ["ada", true],
      ["gone", false],
      ["less", false],
      [null, false],
    ]);
  });

  it("each token ends in 90 days, and the link of the first start stays as it was", async () => {
    const [kept] =
      await sql`select round(extract(epoch from expires_at - now()) / 86400) as days from api_tokens limit 1`;
    expect(Number(kept?.days)).toBe(90);
    expect(await sql`select from invites where token_hash = 'first' and revoked_at is null`).toHaveLength(1);
  });

  it("nobody is signed out, and no session's token is readable", async () => {
    const hash = createHash("sha256").update("clear").digest("hex");
    expect(await sql`select token from sessions`).toEqual([{ token: hash }]);
  });
});
