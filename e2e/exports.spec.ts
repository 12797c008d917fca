import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { test } from "./test.ts";

// The last test fills the lists of cases.
test.use({ ownApp: "exports" });

/** Presses Export in the form of this name and returns the file that the browser saved. */
async function exported(page: Page, form: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("form", { name: form }).getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  return await readFile(await download.path(), "utf8");
}

test("the decisions of a period are a file in three steps, and the list says who took it", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await sender.send(refId, "COMPLETED", { previousStatus: "IN_PROGRESS" });
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto("/cases");
  // Before the page's script runs, keys do nothing.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("x");
    await expect(page).toHaveURL(/\/exports$/, { timeout: 2000 });
  }).toPass();
  await page.getByRole("form", { name: "Export decisions" }).getByRole("button", { name: "Last 7 days" }).click();
  const csv = await exported(page, "Export decisions");
  expect(csv.charCodeAt(0)).toBe(0xfe_ff);
  const line = csv.split("\r\n").find((one) => one.includes(refId));
  expect(line).toContain("Completed,COMPLETED");
  const first = page.getByRole("list", { name: "Exports" }).getByRole("listitem").first();
  await expect(first).toContainText("Finished");
  await expect(first).toContainText(/Decisions as CSV, by .*\d+ rows?/);
});

test("a list of cases is exported as it is filtered, also by words, which are not kept", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases?view=table&q=${refId}`);
  await page.getByRole("button", { name: "Export this list" }).click();
  await page.getByLabel("Format").selectOption("jsonl");
  const lines = (await exported(page, "Export this list")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ refId, state: "In progress" }]);
  const [row] = await app.sql`select selection from exports order by id desc limit 1`;
  expect(String(row?.selection)).not.toContain(refId);
  await page.getByRole("link", { name: "See how far it is" }).click();
  await expect(page.getByRole("list", { name: "Exports" }).getByRole("listitem").first()).toContainText("1 row");
});

test("the audit page exports what its filter shows", async ({ as }) => {
  const page = await as("analyst");
  await page.goto("/audit?action=session.started");
  await page.getByRole("button", { name: "Export these entries" }).click();
  const lines = (await exported(page, "Export these entries")).split("\r\n").slice(1, -1);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !line.includes("session.started"))).toEqual([]);
});

test("an export that nobody has taken yet can be cancelled, and is not to be had any more", async ({ as, app }) => {
  const page = await as("analyst");
  await app.sql`
    insert into exports (kind, format, selection, requested_by, requested_by_id)
    values ('decisions', 'csv', '', 'Somebody', 'e2e-analyst')`;
  await page.goto("/exports");
  const first = page.getByRole("list", { name: "Exports" }).getByRole("listitem").first();
  await expect(first).toContainText("Under way");
  await first.getByRole("button", { name: "Cancel" }).click();
  await expect(first).toContainText("Cancelled");
  const [row] = await app.sql`select id from exports order by id desc limit 1`;
  const answer = await page.request.get(`/exports/${row?.id}/file`);
  expect(answer.status()).toBe(409);
});

test("a viewer has neither the page nor the buttons", async ({ as, watch }) => {
  watch.allow(/403/);
  const page = await as("viewer");
  await page.goto("/cases");
  await expect(page.getByRole("heading", { name: "Cases", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export this list" })).toHaveCount(0);
  expect((await page.goto("/exports"))?.status()).toBe(403);
});

test("a reader who leaves ends the export", async ({ app }) => {
  // 50 MB: more than fits into the buffers on the way.
  await app.sql`
    insert into cases (source, ref_id, episode, status, status_since, gap, conflict, status_event_id, last_change_at)
    select 'vove', 'bulk-' || n, 1, 'COMPLETED', now(), false, false, 1, now() from generate_series(1, 5000) as n`;
  await app.sql`insert into businesses (source, ref_id, name) select 'vove', 'bulk-' || n, repeat('x', 10000) from generate_series(1, 5000) as n`;
  const leaving = new AbortController();
  const answer = await fetch(`${app.url}/api/v1/exports/cases`, {
    headers: { authorization: `Bearer ${app.apiToken}` },
    signal: leaving.signal,
  });
  expect(answer.status).toBe(200);
  await answer.body?.getReader().read();
  leaving.abort();
  await expect(async () => {
    const [row] = await app.sql`select state, rows from exports where kind = 'cases' order by id desc limit 1`;
    expect(row?.state).toBe("cancelled");
    expect(Number(row?.rows)).toBeLessThan(5000);
  }).toPass({ timeout: 20_000 });
});
