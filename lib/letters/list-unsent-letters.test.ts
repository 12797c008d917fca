import { expect, it } from "vitest";
import { database } from "#db/pool";
import { effects, letters } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { listUnsentLetters } from "./list-unsent-letters.ts";

const admin = { kind: "user", id: "a1", label: "Ada", role: "admin" } as const;

it("lists every letter that is not done once, the newest first, a page at a time", async () => {
  const event = await storeEvent({});
  const effect = { source: "vove", refId: "r", episode: 1, handler: "notify-customer", eventId: event.id, runId: 1 };
  const written = await database()
    .insert(effects)
    .values(
      Array.from({ length: 120 }, (_, n) => ({
        ...effect,
        key: `letter/${n}`,
        state: n % 10 === 9 ? ("done" as const) : ("failed" as const),
      })),
    )
    .returning({ id: effects.id, state: effects.state });
  const letter = { recipient: "ann@example.com", subject: "Rejected", text: "…", html: "…" };
  await database()
    .insert(letters)
    .values(written.map(({ id }) => ({ ...letter, effectId: id, mailId: `<${id}@example.com>` })));

  const seen: number[][] = [];
  let cursor: number | undefined;
  do {
    const { items, nextCursor } = await listUnsentLetters(admin, cursor);
    seen.push(items.map(({ effectId }) => effectId));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  const failed = written.filter(({ state }) => state === "failed").map(({ id }) => id);
  expect(seen.map(({ length }) => length)).toEqual([50, 50, 8]);
  expect(seen.flat()).toEqual(failed.toSorted((a, b) => b - a));
});
