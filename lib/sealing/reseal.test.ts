import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditKeys } from "#db/audit-schema";
import { destinationSecrets, destinations } from "#db/destination-schema";
import { totpFactors } from "#db/factor-schema";
import { database } from "#db/pool";
import { sourceSecrets } from "#db/schema";
import { settings } from "#db/settings-schema";
import { ownerDatabase } from "#db/testing/owner";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import { sealedBy } from "#lib/access/testing/sealed-by";
import { opener, seal, unseal } from "#lib/seal";
import { reseal } from "./reseal.ts";
import { checkSecret, forgetSealState, sealState } from "./seal-state.ts";
import { SEALED_COLUMNS } from "./sealed-columns.ts";

const BEFORE = "the secret before, which need not be long";
process.env.CASEWIRE_SECRET_PREVIOUS = BEFORE;
const LOST = "a secret that nobody has any more, alas";

let serial = 0;
async function storeSecret(sealed: string | null): Promise<void> {
  const fingerprint = `print-${serial++}`;
  await database()
    .insert(sourceSecrets)
    .values({ source: "vove", sealed, fingerprint, hint: "1234", createdBy: "test" });
}

async function storeSealedDestination(sealed: string, sealedHeaders: string): Promise<string> {
  const named = { name: "Core banking", url: "https://core.example/", createdBy: "test", headerNames: ["x-key"] };
  const [stored] = await database()
    .insert(destinations)
    .values({ ...named, sealedHeaders })
    .returning();
  const destinationId = stored?.id ?? "";
  await database()
    .insert(destinationSecrets)
    .values({ destinationId, sealed, fingerprint: "print", hint: "1234", createdBy: "test" });
  return destinationId;
}

async function texts(): Promise<string[]> {
  const rows = await database().execute<{ sealed: string }>(sql`
    select sealed from source_secrets where sealed is not null union all select secret from totp_factors
    union all select sealed from settings where sealed is not null
    union all select sealed from destination_secrets where sealed is not null
    union all select sealed_headers from destinations where sealed_headers is not null
    union all select sealed from audit_keys where sealed <> '' union all select sealed from seal_check order by 1`);
  return rows.map(({ sealed }) => sealed);
}

beforeEach(async () => {
  for (const { table } of SEALED_COLUMNS) await ownerDatabase().execute(sql`delete from ${sql.identifier(table)}`);
  forgetSealState();
});

describe("reseal", () => {
  beforeEach(async () => {
    await storeSecret(await sealedBy(BEFORE, "one"));
    await storeSecret(seal("two"));
    await storeSecret(null);
    const { id } = await personOf("admin");
    await database()
      .insert(totpFactors)
      .values({ userId: id, secret: await sealedBy(BEFORE, "three") });
    await database()
      .insert(auditKeys)
      .values({ verifierKey: "desk+1+A", sealed: await sealedBy(BEFORE, "four") });
    await storeSealedDestination(await sealedBy(BEFORE, "eight"), await sealedBy(BEFORE, "nine"));
    await database()
      .insert(settings)
      .values({ name: "SMTP_URL", sealed: await sealedBy(BEFORE, "smtp"), setBy: "test" });
  });

  it("seals everything with the current secret, tells how many, and does nothing more when run again", async () => {
    const entries = (await entriesAbout("secret")).length;
    expect(await reseal({ forget: false })).toEqual({
      done: true,
      columns: [
        { table: "source_secrets", resealed: 1, already: 1, unopenable: 0 },
        { table: "destination_secrets", resealed: 1, already: 0, unopenable: 0 },
        { table: "destinations", resealed: 1, already: 0, unopenable: 0 },
        { table: "settings", resealed: 1, already: 0, unopenable: 0 },
        { table: "totp_factors", resealed: 1, already: 0, unopenable: 0 },
        { table: "audit_keys", resealed: 1, already: 0, unopenable: 0 },
        { table: "seal_check", resealed: 0, already: 0, unopenable: 0 },
      ],
    });
    const after = await texts();
    expect(after.map(opener)).toEqual(Array(7).fill("current"));
    expect(after.map(unseal).sort()).toEqual(["eight", "four", "nine", "one", "smtp", "three", "two"]);
    const again = await reseal({ forget: false });
    expect(again.columns.map(({ resealed, already }) => [resealed, already])).toEqual([
      [0, 2],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
    expect(await texts()).toEqual(after);
    expect((await entriesAbout("secret")).slice(0, -entries || undefined)).toMatchObject([
      { action: "installation.resealed", actorId: "reseal", detail: { resealed: 6, forgotten: 0 } },
    ]);
  });

  it("changes nothing where something can be opened by neither secret", async () => {
    await storeSecret(await sealedBy(LOST, "five"));
    const before = await texts();
    const { done, columns } = await reseal({ forget: false });
    expect(done).toBe(false);
    expect(columns[0]).toEqual({ table: "source_secrets", resealed: 1, already: 1, unopenable: 1 });
    expect(await texts()).toEqual(before);
  });

  it("takes out on request what neither opens, of each kind, and keeps its row where others name it", async () => {
    await storeSecret(await sealedBy(LOST, "five"));
    await database()
      .insert(totpFactors)
      .values({ userId: (await personOf("viewer")).id, secret: await sealedBy(LOST, "six") });
    await database()
      .insert(auditKeys)
      .values({ verifierKey: "desk+2+B", sealed: await sealedBy(LOST, "seven") });
    await database().execute(sql`insert into seal_check (sealed) values (${await sealedBy(LOST, "casewire")})`);
    const lost = await storeSealedDestination(await sealedBy(LOST, "ten"), await sealedBy(LOST, "eleven"));
    const { done, columns } = await reseal({ forget: true });
    expect(done).toBe(true);
    expect(columns.map(({ unopenable }) => unopenable)).toEqual([1, 1, 1, 0, 1, 1, 1]);
    expect((await texts()).map(unseal).sort()).toEqual(["eight", "four", "nine", "one", "smtp", "three", "two"]);
    expect(await database().$count(sourceSecrets)).toBe(4);
    expect(await database().$count(destinationSecrets)).toBe(2);
    const [destination] = await database().select().from(destinations).where(eq(destinations.id, lost));
    expect(destination).toMatchObject({ sealedHeaders: null, headerNames: [] });
    expect(await database().$count(auditKeys)).toBe(2);
    expect(await sealState()).toEqual({ current: 7, previous: 0, none: 0 });
  });
});

describe("checkSecret", () => {
  it("leaves the text by which another secret is noticed, though nothing else be sealed", async () => {
    await checkSecret();
    const [first] = await texts();
    expect(opener(first ?? "")).toBe("current");
    forgetSealState();
    await checkSecret();
    expect(await texts()).toEqual([first]);
    expect(await sealState()).toEqual({ current: 1, previous: 0, none: 0 });
  });

  it("leaves none where what is stored says that the secret is wrong", async () => {
    await storeSecret(await sealedBy(LOST, "one"));
    await checkSecret();
    expect(await texts()).toHaveLength(1);
    expect(await sealState()).toEqual({ current: 0, previous: 0, none: 1 });
  });
});
