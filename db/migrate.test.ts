import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { ownerUrl } from "#db/testing/owner";
import { connect } from "./connect.ts";
import { withDatabase } from "./connection-url.ts";
import { migrate } from "./migrate.ts";
import { GUARDED } from "./privileges.ts";

const NAME = "migrate_trial";
let owner: string;
let application: string;

async function run(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = connect(url);
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = [...(await client.unsafe(statement))];
    return rows;
  } finally {
    await client.end();
  }
}

function roleUrl(role: string, database = NAME): string {
  return Object.assign(new URL(withDatabase(ownerUrl(), database)), { username: role, password: "trial" }).href;
}

/** The SQL of docs/database.md, a list of statements for each database it connects to; under another name. */
function documented(): string[][] {
  const [, sql = ""] = /```sql\n([^`]*)```/.exec(readFileSync("docs/database.md", "utf8")) ?? [];
  return sql
    .replaceAll("casewire", NAME)
    .replaceAll("…", "trial")
    .split(/\\connect .*\n/)
    .map((part) => part.split(";\n").filter((statement) => statement.trim() !== ""));
}

function tablesThatKeep(): string[] {
  return Object.keys(GUARDED).filter((table) => !GUARDED[table]?.includes("DELETE"));
}

beforeAll(async () => {
  const [before = [], after = []] = documented();
  await run(ownerUrl(), ...before);
  await run(withDatabase(ownerUrl(), NAME), ...after);
  owner = roleUrl(`${NAME}_owner`);
  application = roleUrl(`${NAME}_app`);
});

afterAll(() =>
  run(ownerUrl(), `drop database ${NAME} with (force)`, ...["owner", "app"].map((role) => `drop role ${NAME}_${role}`)),
);

describe("migrate", () => {
  it("works with the roles that docs/database.md makes: what is missing is told, and what is documented is enough", async () => {
    await expect(run(application, "select * from cases")).rejects.toThrow('relation "cases" does not exist');
    await migrate(owner, application);
    expect(await run(application, "select count(*)::int as n from sources")).toEqual([{ n: 1 }]);
    for (const table of tablesThatKeep()) {
      await expect(run(application, `delete from ${table}`)).rejects.toThrow("permission denied");
      expect(
        await run(owner, `select pg_get_userbyid(relowner) as owner from pg_class where relname = '${table}'`),
      ).toEqual([{ owner: `${NAME}_owner` }]);
    }
  });

  it("writes nothing where nothing is to be changed, and may then be run as the application too", async () => {
    const written = "select xmin::text, relname from pg_class where relnamespace = 'public'::regnamespace order by 2";
    const before = await run(owner, written);
    await Promise.all([migrate(owner, application), migrate(owner, application), migrate(application)]);
    expect(await run(owner, written)).toEqual(before);
  });

  it("finds its files wherever they lie, whatever the folder is called", async () => {
    const folder = mkdtempSync(join(tmpdir(), `My "desk's" #1 100%25 $HOME [a] ?`));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const name of ["db", "lib", "package.json"]) cpSync(name, join(folder, name), { recursive: true });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    await run(ownerUrl(), `create database ${NAME}_elsewhere`);
    onTestFinished(() => run(ownerUrl(), `drop database ${NAME}_elsewhere with (force)`).then(() => {}));
    const url = withDatabase(ownerUrl(), `${NAME}_elsewhere`);
    const script = "const { migrate } = await import(process.argv[1]); await migrate(process.argv[2]);";
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, "#db/migrate", url], {
      cwd: folder,
    });
    expect(await run(url, "select count(*)::int as n from sources")).toEqual([{ n: 1 }]);
  });

  it("gives one role that does both nothing and takes nothing from it", async () => {
    const name = `${NAME}_single`;
    await run(ownerUrl(), `create database ${name} owner ${NAME}_owner`);
    onTestFinished(() => run(ownerUrl(), `drop database ${name} with (force)`).then(() => {}));
    const single = roleUrl(`${NAME}_owner`, name);
    await migrate(single);
    expect(await run(single, "select count(*)::int as n from sources")).toEqual([{ n: 1 }]);
    expect(
      await run(single, "select relname from pg_class where relname = 'audit_entries' and relacl is not null"),
    ).toEqual([]);
  });
});

describe("a migration that PostgreSQL refuses", () => {
  const name = `${NAME}_refused`;
  const trial = `${NAME}_trial`;
  const url = () => roleUrl(trial, name);
  const superuser = (...statements: string[]) => run(withDatabase(ownerUrl(), name), ...statements);

  beforeEach(async () => {
    await run(ownerUrl(), `create database ${name}`, `create role ${trial} login password 'trial'`);
  });
  afterEach(async () => {
    await run(ownerUrl(), `drop database ${name} with (force)`, `drop role ${trial}`);
  });

  it.each<[what: string, before: string[], words: RegExp, remedy: string[]]>([
    [
      "for want of rights in the database",
      ["create extension pg_trgm"],
      /permission denied for database.*grant create on database "migrate_trial_refused" to "migrate_trial_trial";/,
      [`grant create on database ${name} to ${trial}`, `grant create on schema public to ${trial}`],
    ],
    [
      "for want of rights in the schema",
      [`grant create on database ${name} to ${trial}`, "create extension pg_trgm"],
      /permission denied for schema public.*grant usage, create on schema "public" to "migrate_trial_trial";/,
      [`grant usage, create on schema public to ${trial}`],
    ],
    [
      "because pg_trgm is where nobody looks",
      [
        `alter database ${name} owner to ${trial}`,
        "create schema elsewhere",
        "create extension pg_trgm schema elsewhere",
      ],
      /gin_trgm_ops.*alter extension pg_trgm set schema public;/,
      ["alter extension pg_trgm set schema public"],
    ],
    [
      "because another program's tables are there",
      [`alter database ${name} owner to ${trial}`, "create table events (id int)"],
      /relation "events" already exists.*give it an empty one/,
      ["drop table events"],
    ],
  ])("%s says why, what to do, and goes on when that is done", async (_what, before, words, remedy) => {
    await superuser(...before);
    await expect(migrate(url())).rejects.toThrow(words);
    await expect(migrate(url())).rejects.toThrow(`The database could not be migrated as ${trial}: `);
    await superuser(...remedy);
    await migrate(url());
    expect(await superuser("select count(*)::int as n from sources")).toEqual([{ n: 1 }]);
  });

  it("finds pg_trgm in the schema extensions, where some hosts put it", async () => {
    await superuser(
      `alter database ${name} owner to ${trial}`,
      "create schema extensions",
      "create extension pg_trgm schema extensions",
      `grant usage on schema extensions to ${trial}`,
    );
    await migrate(url());
  });

  it("as the application's role, on what another owns, is told to name the owner", async () => {
    await superuser(`alter database ${name} owner to ${NAME}_owner`);
    await migrate(roleUrl(`${NAME}_owner`, name), url());
    await superuser("delete from drizzle.__drizzle_migrations where id > 1");
    await expect(migrate(url())).rejects.toThrow(
      `the tables belong to ${NAME}_owner, which migrations must run as: name it in DATABASE_OWNER_URL.`,
    );
    await superuser(`drop owned by ${trial}`);
  });
});
