import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ownerDatabase, ownerUrl } from "#db/testing/owner";
import { health } from "#lib/health/health";
import { connect } from "./connect.ts";
import { SESSION_SETTINGS } from "./connection-parameters.ts";
import { withDatabase } from "./connection-url.ts";
import { closePool, databaseUrl } from "./pool.ts";
import { faultOf, type Probe, UnsupportedDatabase, unverifiedServerWarning, verifyDatabase } from "./preflight.ts";
import { grantApplication } from "./privileges.ts";

const applicationUrl = databaseUrl();
const migrations = globSync("db/migrations/*.sql")
  .sort()
  .map((path) => readFileSync(path, "utf8"));
const assertUrl = (url: string) => verifyDatabase("DATABASE_URL", url);
const owner = (text: string) => ownerDatabase().execute(sql.raw(text));

describe("a database whose encoding is not UTF8", () => {
  const name = "usable_trial_latin";
  beforeAll(() => owner(`create database ${name} encoding 'LATIN1' locale 'C' template template0`).then(() => {}));
  afterAll(() => owner(`drop database ${name} with (force)`).then(() => {}));

  it("is refused, with what to make instead", async () => {
    const refused = assertUrl(withDatabase(applicationUrl, name));
    await expect(refused).rejects.toThrow(UnsupportedDatabase);
    await expect(refused).rejects.toThrow(
      /^DATABASE_URL cannot be used: 127\.0\.0\.1:\d+\/usable_trial_latin: its encoding is LATIN1.*encoding 'UTF8'/,
    );
  });

  it("is told of by health", async () => {
    // As an older version left it: our newest migrations hold letters that such a database cannot.
    const client = connect(withDatabase(ownerUrl(), name));
    for (const text of migrations.slice(
      0,
      migrations.findIndex((each) => /[^\0-\x7f]/.test(each)),
    ))
      await client.unsafe(text);
    await client.unsafe("create schema drizzle");
    await grantApplication(client, new URL(applicationUrl).username);
    await client.end();
    await closePool();
    process.env.DATABASE_URL = withDatabase(applicationUrl, name);
    onTestFinished(async () => {
      await closePool();
      process.env.DATABASE_URL = applicationUrl;
    });
    expect(await health()).toMatchObject({ status: "failing", database: "not-utf8" });
  });
});

describe("a pooler in between", () => {
  const probe: Probe = { process: 7, encoding: "UTF8", settings: Object.values(SESSION_SETTINGS).join("|") };

  it("is refused where it gives one connection to two of us, or drops what we set", () => {
    expect(faultOf([probe, { ...probe, process: 8 }])).toBeUndefined();
    expect(faultOf([probe, probe])).toMatch(/gives one connection to several.*Name the server itself/);
    const dropped = { ...probe, settings: probe.settings.replace("UTC", "Europe/Paris") };
    expect(faultOf([dropped, { ...dropped, process: 8 }])).toMatch(/drops settings.*Name the server itself/);
  });

  it("is refused where it knows no setting of ours, in words that name it", async () => {
    const pooler = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(refusal("unsupported startup parameter: search_path")));
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void pooler.close());
    await once(pooler, "listening");
    const { port } = pooler.address() as AddressInfo;
    const refused = assertUrl(`postgres://desk:hunter2@127.0.0.1:${port}/casewire`);
    await expect(refused).rejects.toThrow(UnsupportedDatabase);
    await expect(refused).rejects.toThrow(/a pooler answers: unsupported startup parameter.*Name the server itself/);
  });
});

/** PostgreSQL's ErrorResponse: severity, code and message. */
function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

describe("a database that does not answer", () => {
  it("is told of by where it should be, without the password, and may answer later", async () => {
    const refused = assertUrl("postgres://desk:hunter2@127.0.0.1:1/casewire");
    await expect(refused).rejects.toThrow(/^DATABASE_URL cannot be used: 127\.0\.0\.1:1\/casewire: (?!.*hunter2)/);
    await expect(refused).rejects.not.toThrow(UnsupportedDatabase);
  });
});

describe("unverifiedServerWarning", () => {
  it("tells of a server that nothing proves to be ours", () => {
    expect(unverifiedServerWarning("postgres://desk:hunter2@db.example/casewire")).toMatch(
      /^asks for TLS and not who answers at db\.example:5432\/casewire: write sslmode=verify-full/,
    );
    for (const query of ["sslmode=verify-full", "sslmode=disable", "sslrootcert=/ca.pem"]) {
      expect(unverifiedServerWarning(`postgres://desk@db.example/casewire?${query}`)).toBeUndefined();
    }
    expect(unverifiedServerWarning("postgres://desk@localhost/casewire")).toBeUndefined();
  });
});

describe("the database of this suite", () => {
  it("is usable, as it is and by other ways of writing its URL", async () => {
    await assertUrl(applicationUrl);
    const { host, pathname, username, password } = new URL(applicationUrl);
    const [at = "", port = ""] = host.split(":");
    await assertUrl(`postgres://${pathname}?host=${at}&port=${port}&user=${username}&password=${password}`);
    // The first of them is not there.
    await assertUrl(
      `postgres://${username}:${password}@127.0.0.1:1,${host}${pathname}?target_session_attrs=read-write`,
    );
  });
});
