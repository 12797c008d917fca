import { expect } from "@playwright/test";
import { ACCESS, type Row, type Things } from "./access-table.ts";
import { type HttpActor, headersOf, httpActors } from "./actors.ts";
import type { App } from "./app.ts";
import { MARKED, markEverything } from "./marked.ts";
import type { Role } from "./people.ts";
import { test } from "./test.ts";

/** A stream is listened to so long: what it has to say comes at once. */
const LISTEN_MS = 1500;

test("no byte that a viewer is sent holds what a person or the sender wrote, on any page, route or stream", async ({
  app,
  as,
  browser,
  signedIn,
  sender,
  refId,
  known,
}) => {
  const { id: messageId } = await sender.sendUpTo(refId, "REJECTED");
  await known(refId);
  const actors = await httpActors(app, signedIn, browser);
  await leaveTraces(app, refId);
  await app.stopWorker();
  const marked = await markEverything(app.sql, "viewer");
  expect(marked).toEqual(expect.arrayContaining(["notes.body", "businesses.contact_email", "events.reason"]));
  const things = { refId, messageId, replayId: "1", runId: "1" };
  const read = ACCESS.filter(({ method }) => method === "GET");
  const seenBy = async (role: Role, rows: Row[]) => {
    const actor = actors.find((one) => one.role === role);
    if (!actor) throw new Error(`there is no ${role}`);
    const answers: [string, string][] = [];
    for (const row of rows) answers.push(...(await everyWay(app, row, actor, things)));
    return answers;
  };
  expect((await seenBy("viewer", read)).flatMap(leakOf)).toEqual([]);

  // The mark would be seen: what an analyst is sent of cases is full of it.
  const ofCases = read.filter(({ file }) => file.includes("cases"));
  const blind = (await seenBy("analyst", ofCases)).filter(([way, text]) => !/prefetch/.test(way) && !MARKED.test(text));
  expect(blind).toEqual([]);

  const page = await as("viewer");
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("Hidden from your role").first()).toBeVisible();
  await app.startWorker();
});

function leakOf([way, text]: [string, string]): string[] {
  const at = text.search(MARKED);
  return at === -1 ? [] : [`${way}: …${text.slice(Math.max(0, at - 200), at + 80)}`];
}

/** What people and handlers leave on a case, each text of which is marked afterwards. */
async function leaveTraces({ sql }: App, refId: string): Promise<void> {
  const [found] = await sql`select id, status_event_id from cases where ref_id = ${refId}`;
  const id = found?.id;
  await sql`insert into businesses (source, ref_id, name, contact_email) values ('vove', ${refId}, 'x', 'x')`;
  await sql`update cases set assignee_id = 'e2e-analyst', held = true where id = ${id}`;
  await sql`insert into follow_ups (case_id, reason, created_by, owner_id) values (${id}, 'x', 'x', 'e2e-analyst')`;
  await sql`
    insert into follow_ups (case_id, reason, created_by, resolved_by, resolved_at, outcome)
    values (${id}, 'x', 'x', 'x', now(), 'x')`;
  await sql`insert into notes (case_id, body, author) values (${id}, 'x', 'x')`;
  await sql`insert into legal_holds (case_id, reason, held_by) values (${id}, 'x', 'x')`;
  await sql`
    insert into audit_entries (id, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail, line,
      previous_hash, hash)
    select coalesce(max(id), 0) + 1, now(), 'user', 'e2e-analyst', 'x', 'case.assigned', 'case', ${`vove/${refId}`},
      '{"assignee": "x"}'::jsonb, 'x', 'x', 'x' from audit_entries`;
}

/** The answer's head and body in each form it can be asked for. */
async function everyWay(app: App, row: Row, actor: HttpActor, things: Things): Promise<[string, string][]> {
  const path = row.at(things);
  const by = row.by === "token" ? "token" : "cookie";
  const asked = async (way: string, headers: Record<string, string> = {}): Promise<[string, string]> => [
    `${way} ${path}`,
    await answerOf(app.url + path, { ...headersOf(actor, by), ...headers }, row.by === "stream"),
  ];
  if (row.by !== "page") return [await asked(row.by)];
  return Promise.all([
    asked("HTML"),
    asked("RSC", { rsc: "1" }),
    asked("RSC prefetch", { rsc: "1", "next-router-prefetch": "1" }),
  ]);
}

async function answerOf(url: string, headers: Record<string, string>, stream: boolean): Promise<string> {
  const leaving = new AbortController();
  const answer = await fetch(url, { headers, signal: leaving.signal });
  const head = JSON.stringify([...answer.headers]);
  if (!stream) return head + (await answer.text());
  const decoder = new TextDecoder();
  let text = head;
  const timer = setTimeout(() => leaving.abort(), LISTEN_MS);
  try {
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  }
  clearTimeout(timer);
  return text;
}
