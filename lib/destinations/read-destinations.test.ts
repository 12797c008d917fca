import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import type { UserActor } from "#lib/actor";
import { storeDelivery, storeDestination } from "#lib/outgoing/testing/stored-delivery";
import { addDestination } from "./add-destination.ts";
import { deleteDestination } from "./delete-destination.ts";
import { forgetFigures } from "./destination-figures.ts";
import { findDestination, listDestinations } from "./read-destinations.ts";
import { rotateDestination } from "./rotate-destination.ts";

process.env.CASEWIRE_DESTINATIONS_ALLOW = "127.0.0.1";

let engineer: UserActor;
let admin: UserActor;

beforeAll(async () => {
  engineer = await personOf("engineer");
  admin = await personOf("admin", "Grace");
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const requestAt = (minutes: number, durationMs = 40) => ({ request: { at: minutesAgo(minutes), durationMs } });

beforeEach(() => forgetFigures());

describe("listDestinations", () => {
  it("counts the attempts of a day by hour, and leaves tests and older ones out", async () => {
    const failingSince = minutesAgo(30);
    const destination = await storeDestination({ name: "Core", failingSince });
    const deliveries = [
      { status: 200, ...requestAt(60, 10) },
      { status: 204, ...requestAt(61, 20) },
      { status: 200, ...requestAt(200, 30) },
      { status: 500, ...requestAt(30, 1000) },
      { status: 200, ...requestAt(25 * 60, 1) },
      { status: 200, request: { at: minutesAgo(5), durationMs: 1, test: true } },
    ];
    for (const attempt of deliveries) await storeDelivery({ destination, attempts: [attempt] });
    const listed = (await listDestinations(engineer)).find(({ id }) => id === destination.id);
    expect(listed).toMatchObject({ name: "Core", failingSince: failingSince.toISOString(), waiting: 0 });
    expect(listed?.lastSuccessAt?.slice(0, 16)).toBe(minutesAgo(60).toISOString().slice(0, 16));
    const { hours, ...figures } = listed?.figures ?? { hours: [] };
    expect(figures).toEqual({ attempts: 4, succeeded: 3, successRate: 0.75, medianMs: 25 });
    expect(hours).toHaveLength(24);
    expect(hours.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(3);
    expect(hours.reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
    const hourOf = minutesAgo(30).toISOString().slice(0, 13);
    expect(hours.find(({ hour }) => hour.startsWith(hourOf))).toMatchObject({ failed: 1 });
  });

  it("counts the hours that are over once, and the one that runs each time", async () => {
    const destination = await storeDestination();
    const attempts = async () => (await findDestination(engineer, { destinationId: destination.id })).figures.attempts;
    const now = { status: 200, request: { at: new Date(), durationMs: 1 } };
    for (const attempt of [{ status: 200, ...requestAt(300) }, now])
      await storeDelivery({ destination, attempts: [attempt] });
    expect(await attempts()).toBe(2);
    await storeDelivery({ destination, attempts: [now] });
    expect(await attempts()).toBe(3);
    await database().execute(
      sql`delete from delivery_attempts where destination_id = ${destination.id} and at < now() - interval '2 hours'`,
    );
    expect(await attempts()).toBe(3);
    forgetFigures();
    expect(await attempts()).toBe(2);
  });

  it("counts what waits, and says when the next retry is due", async () => {
    const destination = await storeDestination();
    const dueAt = new Date(Date.now() + 60_000);
    const queued = [
      [{}],
      [{ state: "running" as const }],
      [{ status: 500 }, { dueAt }],
      [{ fault: "connection refused" }, { dueAt: new Date(Date.now() + 120_000) }],
      [{ status: 200 }],
      [{ status: 410 }],
    ];
    for (const attempts of queued) await storeDelivery({ destination, attempts });
    const listed = (await listDestinations(engineer)).find(({ id }) => id === destination.id);
    expect(listed).toMatchObject({ waiting: 4, nextRetryAt: dueAt.toISOString() });
  });

  it("has 24 empty hours of a destination without a request", async () => {
    const { id } = await storeDestination();
    const { figures, lastSuccessAt } = await findDestination(engineer, { destinationId: id });
    expect(figures).toMatchObject({ attempts: 0, successRate: null, medianMs: null });
    expect(figures.hours.map(({ succeeded, failed }) => succeeded + failed)).toEqual(Array(24).fill(0));
    expect(lastSuccessAt).toBeNull();
  });
});

describe("findDestination", () => {
  it("has the secrets in use by their hints, and no secret and no header value", async () => {
    const { destinationId, secret } = await addDestination(admin, {
      name: "Ledger",
      url: "http://127.0.0.1:4000/hooks",
      headers: [["authorization", "Bearer k-123456789"]],
    });
    const { secret: second } = await rotateDestination(admin, { destinationId, overlapHours: 2 });
    const found = await findDestination(engineer, { destinationId });
    expect(found).toMatchObject({
      headerNames: ["authorization"],
      createdBy: "Grace",
      secrets: [
        { hint: second.slice(-4), expiresAt: null, createdBy: "Grace" },
        { hint: secret.slice(-4), expiresAt: expect.any(String) },
      ],
    });
    const shown = JSON.stringify([found, await listDestinations(engineer)]);
    for (const text of [secret, second]) expect(shown).not.toContain(text.slice(6, 30));
    expect(shown).not.toContain("k-123456789");
    await rotateDestination(admin, { destinationId, overlapHours: 0 });
    expect((await findDestination(engineer, { destinationId })).secrets).toHaveLength(1);
  });

  it("does not find what is deleted or was never there", async () => {
    const { id: destinationId } = await storeDestination();
    await deleteDestination(admin, { destinationId });
    for (const gone of [destinationId, "00000000-0000-4000-8000-000000000000"]) {
      await expect(findDestination(engineer, { destinationId: gone })).rejects.toMatchObject({ code: "not-found" });
    }
    expect((await listDestinations(engineer)).map(({ id }) => id)).not.toContain(destinationId);
  });
});
