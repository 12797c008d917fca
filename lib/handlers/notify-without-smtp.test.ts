import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { database } from "#db/pool";
import { businesses, effects, letters } from "#db/schema";
import { storeEvent } from "#db/testing/store-event";
import { runNow } from "#lib/handlers/testing/run-now";
import { listUnsentLetters } from "#lib/letters/list-unsent-letters";
import { testSmtp } from "#lib/letters/test-smtp";

const admin = { kind: "user", id: "a1", label: "Ada", role: "admin" } as const;

it("stores the letter as not sent while no SMTP server is configured", async () => {
  await database().insert(businesses).values({ source: "vove", refId: "r", contactEmail: "ann@example.com" });
  const event = await storeEvent({ refId: "r", status: "REJECTED", previousStatus: "IN_REVIEW" });
  const run = await runNow(event, "notify-customer");
  expect(run).toMatchObject({ state: "skipped", skipped: "not sent: no SMTP configured" });
  const kept = await database().select().from(effects).innerJoin(letters, eq(letters.effectId, effects.id));
  expect(kept).toMatchObject([{ effects: { state: "not-sent" }, letters: { recipient: "ann@example.com" } }]);
  expect((await listUnsentLetters(admin)).items).toMatchObject([
    { state: "not-sent", refId: "r", messageId: event.messageId },
  ]);
  expect(await runNow(event, "notify-customer")).toMatchObject({
    state: "skipped",
    skipped: "not sent: no SMTP configured",
  });
});

it("cannot send a test letter either, and says what to set", async () => {
  await expect(testSmtp(admin, { to: "ann@example.com" })).rejects.toMatchObject({
    code: "wrong-state",
    message: expect.stringContaining("SMTP_URL"),
  });
});
