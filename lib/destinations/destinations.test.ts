import { randomUUID } from "node:crypto";
import { eq, isNull, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { destinationSecrets, destinations } from "#db/destination-schema";
import { database } from "#db/pool";
import { replays, runs } from "#db/schema";
import { entriesAbout, personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeDelivery } from "#lib/outgoing/testing/stored-delivery";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { addDestination } from "./add-destination.ts";
import { changeDestination } from "./change-destination.ts";
import { deleteDestination } from "./delete-destination.ts";
import { openSecrets, wipeExpiredSecrets } from "./destination-secrets.ts";
import { disableDestination } from "./disable-destination.ts";
import { enableDestination } from "./enable-destination.ts";
import { rotateDestination } from "./rotate-destination.ts";
import { customHeaders } from "./sealed-headers.ts";
import { testDestination } from "./test-destination.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1 127.0.0.2";

const NONE = "00000000-0000-4000-8000-000000000000";
const URL_HERE = "http://127.0.0.1:4000/hooks";
const nobody = () => [{ destinationId: NONE }] as [{ destinationId: string }];

const wanted = (more: object = {}) =>
  addDestination.input.parse({ name: `Core banking ${randomUUID()}`, url: URL_HERE, ...more });
const changed = (given: object) => changeDestination.input.parse(given);
const add = async (more: object = {}) => await addDestination(await personOf("admin", "Grace"), wanted(more));
const added = async (more: object = {}) => (await add(more)).destinationId;
const there = async () => [{ destinationId: await added() }] as [{ destinationId: string }];

async function rowOf(id: string) {
  const [row] = await database().select().from(destinations).where(eq(destinations.id, id));
  if (!row) throw new Error("no such destination");
  return row;
}

async function secretRows(id: string) {
  return await database().select().from(destinationSecrets).where(eq(destinationSecrets.destinationId, id));
}

beforeEach(async () => {
  await database().update(destinations).set({ deletedAt: sql`now()` }).where(isNull(destinations.deletedAt));
});

describeVerb(addDestination, {
  works: () => [wanted()],
  refuses: {
    invalid: {
      "refuses a URL that leads into the network": () => [wanted({ url: "https://127.0.0.9/" })],
      "refuses a header that Casewire writes itself": () => [wanted({ headers: { host: "x" } })],
      "refuses a header without a value": () => [wanted({ headers: { "x-key": null } })],
      "refuses types of which the sender has sent no bytes": () => [
        wanted({ format: "as-received", eventTypes: ["kyb.case.completed", "account.enabled"] }),
      ],
    },
    "not-found": () => [wanted({ source: "nobody" })],
    "wrong-state": {
      "refuses a name that is taken, in other capitals": async () => {
        await added({ name: "Ledger" });
        return [{ ...wanted(), name: "LEDGER" }];
      },
    },
    "too-many": {
      "refuses the 51st": async () => {
        await database()
          .insert(destinations)
          .values(Array.from({ length: 50 }, () => ({ name: randomUUID(), url: URL_HERE, createdBy: "Ada" })));
        return [wanted()];
      },
    },
  },
});

describeVerb(changeDestination, {
  works: async () => [{ destinationId: await added(), name: `Changed ${randomUUID()}` }],
  refuses: {
    invalid: {
      "refuses a URL that leads into the network": async () => [
        { destinationId: await added(), url: "https://127.0.0.9/" },
      ],
      "refuses a type that its format lacks": async () => [
        changed({ destinationId: await added({ format: "as-received" }), eventTypes: ["letter.sent"] }),
      ],
    },
    "not-found": {
      "refuses a destination that is not there": nobody,
      "refuses a source that is not there": async () => [{ destinationId: await added(), source: "nobody" }],
    },
    "wrong-state": async () => {
      await added({ name: "Ledger" });
      return [{ destinationId: await added(), name: "ledger" }];
    },
  },
});

describeVerb(deleteDestination, { works: there, refuses: { "not-found": nobody } });

describeVerb(disableDestination, {
  works: there,
  refuses: { "not-found": nobody, "wrong-state": async () => [{ destinationId: await disabled() }] },
});

describeVerb(enableDestination, {
  works: async () => [{ destinationId: await disabled() }],
  refuses: { "not-found": nobody, "wrong-state": there },
});

describeVerb(rotateDestination, {
  works: there,
  refuses: {
    "not-found": nobody,
    "too-many": async (actor) => {
      const destinationId = await added();
      for (let n = 0; n < 10; n++) await rotateDestination(actor, { destinationId });
      return [{ destinationId }];
    },
  },
});

describeVerb(testDestination, { works: there, refuses: { "not-found": nobody } });

async function disabled(): Promise<string> {
  const destinationId = await added();
  await disableDestination(await personOf("admin"), { destinationId });
  return destinationId;
}

/** The texts of the secrets in use, the newest first, as a claim reads them. */
async function signingSecrets(destinationId: string): Promise<string[]> {
  const rows = await database().execute<{ sealed: string }>(sql`
    select sealed from destination_secrets
    where destination_id = ${destinationId} and sealed is not null and (expires_at is null or expires_at > now())
    order by created_at desc, id`);
  return openSecrets(rows.map(({ sealed }) => sealed));
}

describe("addDestination", () => {
  it("stores what was asked, and keeps header values and the secret sealed and out of the audit log", async () => {
    const { destinationId, secret } = await add({
      eventTypes: ["account.enabled"],
      source: "vove",
      personalData: true,
      headers: { "X-Key": "k-123456789" },
      ratePerSecond: 5,
    });
    const row = await rowOf(destinationId);
    expect(row).toMatchObject({
      url: URL_HERE,
      eventTypes: ["account.enabled"],
      source: "vove",
      format: "casewire",
      personalData: true,
      headerNames: ["X-Key"],
      concurrency: 10,
      ratePerSecond: 5,
      state: "enabled",
      createdBy: "Grace",
    });
    expect(customHeaders(row)).toEqual([["X-Key", "k-123456789"]]);
    expect(await signingSecrets(destinationId)).toEqual([secret]);
    const [entry] = await entriesAbout(destinationId);
    expect(entry).toMatchObject({
      action: "destination.added",
      detail: { origin: "http://127.0.0.1:4000", headers: ["X-Key"], personalData: "yes", hint: secret.slice(-4) },
    });
    const stored = JSON.stringify([row, await secretRows(destinationId), entry]);
    expect(stored).not.toContain("k-123456789");
    expect(stored).not.toContain(secret.slice(6, 30));
  });

  it("repeats no header value that it refuses", async () => {
    const refused = add({ headers: [["x-key", "k-1234\n56789"]] });
    await expect(refused).rejects.toMatchObject({ fields: { "headers.0.value": expect.any(String) } });
    await expect(refused).rejects.not.toThrow("k-1234");
  });

  it.each([
    { name: " " },
    { name: "x".repeat(101) },
    { eventTypes: [] },
    { eventTypes: ["test"] },
    { eventTypes: ["kyb.case.other"] },
    { concurrency: 0 },
    { concurrency: 51 },
    { ratePerSecond: 0 },
    { ratePerSecond: 1001 },
    { headers: { "x-key": 7 } },
    { format: "xml" },
  ])("refuses %j", (field) => {
    expect(addDestination.input.safeParse({ name: "Ledger", url: URL_HERE, ...field }).success).toBe(false);
  });
});

describe("changeDestination", () => {
  it("changes what is given, leaves the rest, and says in the log what changed", async () => {
    const destinationId = await added({ eventTypes: ["letter.sent"] });
    const before = await rowOf(destinationId);
    await changeDestination(await personOf("admin"), { destinationId, personalData: true, eventTypes: null });
    const after = await rowOf(destinationId);
    expect({ ...after, updatedAt: null }).toEqual({ ...before, personalData: true, eventTypes: null, updatedAt: null });
    const [entry] = await entriesAbout(destinationId);
    expect(entry?.detail).toEqual({
      name: before.name,
      changed: "its personal data, its event types",
      personalData: "yes",
    });
  });

  it("leaves no entry where nothing changes", async () => {
    const destinationId = await added({ headers: { "x-key": "one" } });
    const given = { destinationId, url: URL_HERE, headers: { "x-key": null } };
    expect(await changeDestination(await personOf("admin"), changed(given))).toEqual({ changed: [] });
    expect(await entriesAbout(destinationId)).toHaveLength(1);
  });

  it("forgets failures with the URL, and with nothing else", async () => {
    const destinationId = await added();
    const grace = await personOf("admin");
    const failing = { failingSince: new Date(), failingToldAt: new Date() };
    await database().update(destinations).set(failing).where(eq(destinations.id, destinationId));
    await changeDestination(grace, { destinationId, concurrency: 3 });
    expect(await rowOf(destinationId)).toMatchObject(failing);
    await changeDestination(grace, { destinationId, url: "http://127.0.0.2:4000/hooks" });
    expect(await rowOf(destinationId)).toMatchObject({ failingSince: null, failingToldAt: null });
  });

  it("replaces headers, and keeps the value of one that is named without it", async () => {
    const destinationId = await added({ headers: { "x-key": "one", "x-other": "two" } });
    const grace = await personOf("admin");
    await changeDestination(grace, {
      destinationId,
      headers: [
        ["X-Key", null],
        ["x-new", "three"],
      ],
    });
    const row = await rowOf(destinationId);
    expect(customHeaders(row)).toEqual([
      ["X-Key", "one"],
      ["x-new", "three"],
    ]);
    const unknown = changeDestination(grace, { destinationId, headers: [["x-gone", null]] });
    await expect(unknown).rejects.toMatchObject({ code: "invalid", fields: { "headers.0.value": expect.any(String) } });
    await changeDestination(grace, { destinationId, headers: [] });
    expect(await rowOf(destinationId)).toMatchObject({ sealedHeaders: null, headerNames: [] });
  });
});

/** A destination with a queued, a running and a dead delivery, one of them queued by a replay. */
async function withRuns() {
  const destination = await rowOf(await added({ headers: { "x-key": "one" } }));
  const [replay] = await database()
    .insert(replays)
    .values({ reason: "x", selection: "x", total: 1, requestedBy: "Ada", destinationId: destination.id })
    .returning();
  const queued = await storeDelivery({ destination, attempts: [{ replayId: replay?.id ?? null }] });
  const running = await storeDelivery({ destination, attempts: [{ state: "running" }] });
  const dead = await storeDelivery({ destination, attempts: [{ status: 500 }] });
  const other = await storeDelivery();
  const states = async () =>
    await Promise.all(
      [queued, running, dead, other].map(async ({ runs: [run] }) => {
        const [row] = await database()
          .select()
          .from(runs)
          .where(eq(runs.id, run?.id ?? 0));
        return row?.skipped ?? row?.state;
      }),
    );
  return { id: destination.id, replayId: replay?.id ?? 0, states };
}

describe("disableDestination and enableDestination", () => {
  it("ends what is queued for it alone, and says who did it and why", async () => {
    const { id, states } = await withRuns();
    const grace = await personOf("admin", "Grace");
    expect(await disableDestination(grace, { destinationId: id, reason: "It is moved." })).toEqual({ skipped: 1 });
    expect(await states()).toEqual(["The destination was disabled by Grace.", "running", "dead", "queued"]);
    expect(await rowOf(id)).toMatchObject({ state: "disabled", stateBy: "Grace", stateReason: "It is moved." });
    const [entry] = await entriesAbout(id);
    expect(entry?.words).toMatchObject({ reason: { text: "It is moved." } });
    expect(JSON.stringify(entry?.detail)).not.toContain("moved");
  });

  it("counts failures anew", async () => {
    const id = await disabled();
    await database().update(destinations).set({ failingSince: new Date(), failingToldAt: new Date() });
    await enableDestination(await personOf("admin", "Ada"), { destinationId: id });
    expect(await rowOf(id)).toMatchObject({
      state: "enabled",
      stateBy: "Ada",
      stateReason: null,
      failingSince: null,
      failingToldAt: null,
    });
  });
});

describe("deleteDestination", () => {
  it("ends what is queued and its replays, and wipes its secrets and header values", async () => {
    const { id, replayId, states } = await withRuns();
    const grace = await personOf("admin", "Grace");
    await rotateDestination(grace, { destinationId: id });
    await database()
      .update(destinationSecrets)
      .set({ expiresAt: sql`now() - interval '1 s'` })
      .where(sql`${destinationSecrets.destinationId} = ${id} and ${destinationSecrets.expiresAt} is not null`);
    await deleteDestination(grace, { destinationId: id });
    expect(await states()).toEqual(["The destination was deleted by Grace.", "running", "dead", "queued"]);
    expect(await rowOf(id)).toMatchObject({ deletedAt: expect.any(Date), sealedHeaders: null });
    expect((await secretRows(id)).map(({ sealed, expiresAt }) => [sealed, expiresAt !== null])).toEqual([
      [null, true],
      [null, true],
    ]);
    const [replay] = await database().select().from(replays).where(eq(replays.id, replayId));
    expect(replay).toMatchObject({ state: "cancelled", endedAt: expect.any(Date) });
  });

  it("makes its name free", async () => {
    const destinationId = await added({ name: "Ledger" });
    await deleteDestination(await personOf("admin"), { destinationId });
    await expect(added({ name: "Ledger" })).resolves.not.toBe(destinationId);
  });
});

describe("rotateDestination", () => {
  const rotated = async (actor: UserActor, destinationId: string, overlapHours?: number) =>
    (await rotateDestination(actor, { destinationId, ...(overlapHours === undefined ? {} : { overlapHours }) })).secret;

  it("lets the secret before sign too until the overlap ends, the newest first, and then wipes it", async () => {
    const grace = await personOf("admin");
    const { destinationId, secret: first } = await add();
    const second = await rotated(grace, destinationId);
    expect(await signingSecrets(destinationId)).toEqual([second, first]);
    await database()
      .update(destinationSecrets)
      .set({ expiresAt: sql`now()` })
      .where(
        sql`${destinationSecrets.destinationId} = ${destinationId} and ${destinationSecrets.expiresAt} is not null`,
      );
    expect(await signingSecrets(destinationId)).toEqual([second]);
    await wipeExpiredSecrets();
    expect((await secretRows(destinationId)).filter(({ sealed }) => sealed === null)).toHaveLength(1);
  });

  it("keeps an end that is sooner, and ends all before it at once with an overlap of 0", async () => {
    const grace = await personOf("admin");
    const { destinationId } = await add();
    await rotated(grace, destinationId, 1);
    await rotated(grace, destinationId, 100);
    const hours = (await secretRows(destinationId)).map(({ expiresAt }) =>
      expiresAt === null ? null : Math.round((expiresAt.getTime() - Date.now()) / 3_600_000),
    );
    expect(hours.sort()).toEqual([1, 100, null]);
    const last = await rotated(grace, destinationId, 0);
    expect(await signingSecrets(destinationId)).toEqual([last]);
    expect((await secretRows(destinationId)).filter(({ sealed }) => sealed !== null)).toHaveLength(1);
  });

  it("takes overlaps from 0 to 168 hours", () => {
    const accepts = (overlapHours: unknown) =>
      rotateDestination.input.safeParse({ destinationId: NONE, overlapHours }).success;
    expect([0, 168, undefined].map(accepts)).toEqual([true, true, true]);
    expect([-1, 169, 1.5, "24", null].map(accepts)).toEqual([false, false, false, false, false]);
  });
});

describe("testDestination", () => {
  it("queues one test for this destination alone, also while it is disabled and takes other types", async () => {
    const destinationId = await added({ eventTypes: ["letter.sent"] });
    const other = await added();
    const grace = await personOf("admin", "Grace");
    await disableDestination(grace, { destinationId });
    const { deliveryId } = await testDestination(grace, { destinationId });
    const queued = await database().select().from(runs).where(eq(runs.deliveryId, deliveryId));
    expect(queued).toMatchObject([{ handler: `destination/${destinationId}`, state: "queued", attempt: 1 }]);
    expect(await database().$count(runs, eq(runs.handler, `destination/${other}`))).toBe(0);
  });
});

describe("openSecrets", () => {
  it("says that CASEWIRE_SECRET is wrong where it does not open one, and what to do where there is none", async () => {
    const destinationId = await added();
    const of = eq(destinationSecrets.destinationId, destinationId);
    await database().update(destinationSecrets).set({ sealed: "aes256gcm-1.AAAA" }).where(of);
    await expect(signingSecrets(destinationId)).rejects.toThrow("CASEWIRE_SECRET");
    await database().update(destinationSecrets).set({ sealed: null }).where(of);
    await expect(signingSecrets(destinationId)).rejects.toThrow("rotate");
  });
});
