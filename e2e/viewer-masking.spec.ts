import { expect } from "@playwright/test";
import { ACCESS, type Row, type Things } from "./access-table.ts";
import type { App } from "./app.ts";
import { type HttpActor, headersOf, httpActors } from "./http-actors.ts";
import { addCaseTexts, MARKED, markAllTexts } from "./mark-texts.ts";
import type { Role } from "./people.ts";
import { test } from "./test.ts";

/** How long a stream is read: its first messages come at once. */
const LISTEN_MS = 1500;

// It overwrites the texts of the whole database.
test.use({ ownApp: "viewer-masking" });

test("no byte that a viewer is sent holds what a person or the sender wrote, on any page, route or stream", async ({
  app,
  as,
  browser,
  signedIn,
  sender,
  refId,
  caseExists,
}) => {
  const { id: messageId } = await sender.sendUpTo(refId, "REJECTED");
  await caseExists(refId);
  const actors = await httpActors(app, signedIn, browser);
  await addCaseTexts(app.sql, refId);
  await app.stopWorker();
  const marked = await markAllTexts(app.sql, "viewer");
  expect(marked).toEqual(expect.arrayContaining(["notes.body", "businesses.contact_email", "events.reason"]));
  const things = { refId, messageId, replayId: "1", runId: "1", destinationId: "none", deliveryId: "1" };
  const read = ACCESS.filter(({ method }) => method === "GET");
  const seenBy = async (role: Role, rows: Row[]) => {
    const actor = actors.find((one) => one.role === role);
    if (!actor) throw new Error(`there is no ${role}`);
    const answers: [string, string][] = [];
    for (const row of rows) answers.push(...(await everyWay(app, row, actor, things)));
    return answers;
  };
  expect((await seenBy("viewer", read)).flatMap(leakOf)).toEqual([]);

  // The check itself finds the mark: an analyst is sent it with every case.
  const ofCases = read.filter(({ file }) => file.includes("cases") && !file.includes("exports"));
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

/** Head and body of the response, as HTML, RSC and RSC prefetch. */
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
