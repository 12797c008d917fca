import { expect } from "@playwright/test";
import { may } from "#lib/permissions";
import { ACCESS, type Row, type Things } from "./access-table.ts";
import type { App } from "./app.ts";
import { type HttpActor, headersOf, httpActors } from "./http-actors.ts";
import { storeDestination } from "./stored-destination.ts";
import { test } from "./test.ts";

test("every page, route and stream answers each actor as the table says, and nobody else", async ({
  app,
  browser,
  signedIn,
  sender,
  api,
  refId,
  caseExists,
}) => {
  const { id: messageId } = await sender.sendUpTo(refId, "IN_REVIEW");
  await caseExists(refId);
  const [run] = await app.sql`select id from runs where ref_id = ${refId} limit 1`;
  const business = { method: "PUT", body: "{}", headers: { "content-type": "application/json" } };
  expect((await api(`/api/v1/businesses/${refId}`, business)).status).toBe(200);
  const stored = await storeDestination(app, refId);
  const replayId = await replayOf(api, messageId);
  const things: Things = { refId, messageId, replayId, runId: String(run?.id), ...stored };
  await checkpointSigned(app);
  const wrong: string[] = [];
  for (const actor of await httpActors(app, signedIn, browser)) {
    for (const row of ACCESS) {
      const status = await ask(app.url, row, actor, things);
      const right = expected(row, actor);
      if (status !== right) wrong.push(`${actor.name}: ${row.method} ${row.at(things)}: ${status}, should be ${right}`);
    }
  }
  expect(wrong).toEqual([]);
  await expect(async () => {
    const reads = await app.sql`
      select distinct actor_id, what from data_reads where actor_kind = 'user' and remote_address = '127.0.0.1'
      order by 1, 2`;
    expect(reads.map(({ actor_id: who, what }) => `${who} ${what}`)).toEqual([
      ...["e2e-admin audit", "e2e-admin body", "e2e-admin case", "e2e-admin cases", "e2e-admin delivery"],
      ...["e2e-admin event", "e2e-admin letters", "e2e-admin rejections"],
      ...["e2e-analyst audit", "e2e-analyst case", "e2e-analyst cases"],
      ...["e2e-engineer audit", "e2e-engineer body", "e2e-engineer case", "e2e-engineer cases"],
      ...["e2e-engineer delivery", "e2e-engineer event", "e2e-engineer rejections"],
    ]);
  }, "each read of personal data is on record, and a viewer reads none").toPass({ timeout: 20_000 });
});

function expected({ by, permission, answers, at }: Row, { role }: HttpActor): number {
  if (by === "anyone") return at({} as Things).startsWith("/sign-in?") && role ? 307 : answers;
  if (role === null) return by === "page" ? 307 : 401;
  return permission === undefined || may(role, permission) ? answers : 403;
}

async function ask(url: string, { method, at, by, body }: Row, actor: HttpActor, things: Things): Promise<number> {
  const leaving = new AbortController();
  const answer = await fetch(url + at(things), {
    method,
    headers: {
      ...headersOf(actor, by === "token" ? "token" : "cookie"),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: "manual",
    signal: leaving.signal,
  });
  leaving.abort();
  return answer.status;
}

/** A worker signs a checkpoint when it starts, if there are audit entries. */
async function checkpointSigned(app: App): Promise<void> {
  await app.stopWorker();
  await app.startWorker();
  await expect.poll(() => app.sql`select from audit_checkpoints`.then(({ length }) => length)).toBeGreaterThan(0);
}

async function replayOf(api: (path: string, init?: RequestInit) => Promise<Response>, messageId: string) {
  let replayId = "";
  // A replay is refused while the event's own runs are under way.
  await expect(async () => {
    const answer = await api(`/api/v1/events/${messageId}/replay`, {
      method: "POST",
      body: JSON.stringify({ reason: "To look at it" }),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(202);
    replayId = String((await answer.json()).replayId);
  }).toPass({ timeout: 20_000 });
  return replayId;
}
