import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterFolder } from "#db/embedded/cluster-folder";
import { selfSigned } from "#db/testing/certificate";
import { ownerDatabase, ownerUrl } from "#db/testing/owner";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { connect } from "./connect.ts";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { type DatabaseUrls, withDatabase } from "./connection-url.ts";
import { removeEmbedded, startEmbedded } from "./embedded.ts";
import { closePool, database, databaseUrl } from "./pool.ts";
import { verifyDatabase } from "./preflight.ts";

async function ask(url: string, query: string): Promise<Record<string, unknown> | undefined> {
  const client = connect(url);
  try {
    return (await client.unsafe(query))[0];
  } finally {
    await client.end();
  }
}

describe("a database and a role with settings of their own", () => {
  const HOSTILE = {
    TimeZone: "Pacific/Kiritimati",
    DateStyle: "German",
    IntervalStyle: "iso_8601",
    client_encoding: "LATIN1",
    bytea_output: "escape",
    standard_conforming_strings: "off",
    extra_float_digits: "-15",
    search_path: "nowhere",
    default_transaction_isolation: "serializable",
    default_transaction_read_only: "on",
  } satisfies Record<keyof typeof SESSION_SETTINGS, string>;
  const name = new URL(databaseUrl()).pathname.slice(1);

  beforeAll(async () => {
    for (const [setting, value] of Object.entries(HOSTILE)) {
      for (const whose of [`database ${name}`, `role casewire_app in database ${name}`]) {
        await ownerDatabase().execute(sql.raw(`alter ${whose} set ${setting} = '${value}'`));
      }
    }
    await closePool();
  });

  it("change nothing of what a connection has", async () => {
    for (const [setting, value] of Object.entries(SESSION_SETTINGS)) {
      expect(await ask(databaseUrl(), `show ${setting}`)).toEqual({ [setting]: value });
    }
  });

  it("change nothing of how an event becomes a case", async () => {
    const occurredAt = new Date("2026-02-03T04:05:06.789Z");
    const event = await storeEvent({ refId: "styled", status: "IN_PROGRESS", occurredAt });
    await runNow(event, "update-case");
    const rows = await database().execute(sql`select status, status_since from cases where ref_id = 'styled'`);
    expect(rows).toEqual([{ status: "IN_PROGRESS", status_since: "2026-02-03 04:05:06.789+00" }]);
  });

  it("change no day: what is due today is not over before it is over in UTC", async () => {
    const [row] = await database().execute(sql`
      select (now() at time zone 'utc')::date = current_date as same, '2026-02-03'::date::timestamptz as midnight`);
    expect(row).toEqual({ same: true, midnight: "2026-02-03 00:00:00+00" });
  });
});

describe("a password", () => {
  it.each([["p@ss/w%#?:"], ["é ﬁ ª … Ⅸ"], ["soft\u00adhyphen no\u00a0break"], ["解锁 пароль"]])(
    "lets in whatever it is made of: %s",
    async (password) => {
      await ownerDatabase().execute(
        sql.raw(`create role password_trial login password '${password.replaceAll("'", "''")}'`),
      );
      try {
        const { host, pathname } = new URL(databaseUrl());
        const url = `postgres://password_trial:${encodeURIComponent(password)}@${host}${pathname}`;
        expect(await ask(url, "select current_user as role")).toEqual({ role: "password_trial" });
        await expect(ask(url.replace("@", "x@"), "select 1")).rejects.toThrow("password authentication failed");
      } finally {
        await ownerDatabase().execute(sql`drop role password_trial`);
      }
    },
  );
});

describe("TLS", () => {
  let folder: string;
  let urls: DatabaseUrls;
  let authority: string;
  let stranger: string;
  const used = "select ssl as used from pg_stat_ssl where pid = pg_backend_pid()";
  const plain = () => ownerUrl();
  const withMode = (query: string, host = "localhost") => `${urls.url.replace("127.0.0.1", host)}?${query}`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "casewire-tls-"));
    const cluster = join(folder, "postgres");
    await (await startEmbedded(cluster)).stop();
    const { data } = clusterFolder(cluster);
    const { uid, gid } = statSync(data);
    const { key, cert } = await selfSigned("localhost");
    const file = (name: string, text: string) => {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      chownSync(join(data, name), uid, gid);
      return join(data, name);
    };
    file("server.key", key);
    authority = file("server.crt", cert);
    stranger = file("stranger.crt", (await selfSigned("localhost")).cert);
    urls = await startEmbedded(cluster, { settings: { ssl: "on" } });
  });
  afterAll(async () => {
    await removeEmbedded(join(folder, "postgres"));
    rmSync(folder, { recursive: true });
  });

  it("is used where it is asked for, and proves the server by its certificate and name", async () => {
    expect(await ask(withMode("sslmode=disable"), used)).toEqual({ used: false });
    expect(await ask(withMode("sslmode=require"), used)).toEqual({ used: true });
    for (const host of ["localhost", "127.0.0.1"]) {
      expect(await ask(withMode(`sslmode=verify-ca&sslrootcert=${authority}`, host), used)).toEqual({ used: true });
      expect(await ask(withMode("sslmode=require&sslnegotiation=direct", host), used)).toEqual({ used: true });
    }
    expect(await ask(withMode(`sslmode=verify-full&sslrootcert=${authority}`), used)).toEqual({ used: true });
  });

  it("is refused in words from a server that nobody vouches for, or that is another", async () => {
    const distrusted = /certificate is not to be trusted/;
    for (const query of ["sslmode=verify-full", "sslmode=verify-ca", `sslmode=verify-full&sslrootcert=${stranger}`]) {
      await expect(verifyDatabase("DATABASE_URL", withMode(query))).rejects.toThrow(distrusted);
    }
    const elsewhere = withMode(`sslmode=verify-full&sslrootcert=${authority}`, "127.0.0.1");
    await expect(verifyDatabase("DATABASE_URL", elsewhere)).rejects.toThrow(distrusted);
    const missing = withMode(`sslmode=verify-full&sslrootcert=${join(folder, "none.pem")}`);
    await expect(verifyDatabase("DATABASE_URL", missing)).rejects.toThrow(/sslrootcert that cannot be read \(ENOENT\)/);
  });

  it("never falls back to plain text where the server offers none", async () => {
    await expect(verifyDatabase("DATABASE_URL", `${plain()}?sslmode=require`)).rejects.toThrow(
      /offers none, it seems.*sslmode=disable/,
    );
    expect(await ask(withDatabase(`${plain()}?sslmode=disable`, "postgres"), used)).toEqual({ used: false });
  });
});
