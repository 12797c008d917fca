import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { openCheckpoint } from "#lib/audit/checkpoint";
import { parseVerifierKey } from "#lib/audit/signed-note";
import { test } from "./test.ts";

test.describe.configure({ timeout: 90_000 });

test("the audit page gives out the signed head of the log, and says what is newer", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.sendUpTo(refId, "IN_REVIEW");
  await caseExists(refId);
  const page = await as("analyst");
  // A worker signs when it starts.
  await app.stopWorker();
  await app.startWorker();
  await expect.poll(async () => (await app.sql`select from audit_checkpoints`).length).toBeGreaterThan(0);
  await page.goto("/audit");
  const card = page.locator("section", { has: page.getByRole("heading", { name: "Last checkpoint" }) }).last();
  await expect(card.getByText("entries 1 to", { exact: false })).toBeVisible();
  const key = parseVerifierKey((await card.locator("code").first().textContent()) ?? "");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("link", { name: "Download" }).click(),
  ]);
  const note = readFileSync(await download.path(), "utf8");
  const [stored] = await app.sql`select size, head from audit_checkpoints order by size desc limit 1`;
  expect(openCheckpoint(note, [key])).toMatchObject({ size: Number(stored?.size), head: stored?.head });

  await page.getByText("Verify the chain").click();
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("It passes through", { exact: false })).toBeVisible();
  await page.reload();
  await expect(page.getByText("verified the audit log", { exact: false }).first()).toBeVisible();
  await expect(card.getByText("under the next", { exact: false })).toBeVisible();
});

test("an admin erases what a case holds, after seeing how much that is", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.sendUpTo(refId, "IN_REVIEW");
  await caseExists(refId);
  await app.sql`
    insert into businesses (source, ref_id, name, contact_email) values ('vove', ${refId}, 'Harbour', 'marta@harbour.example')
    on conflict (source, ref_id) do update set name = excluded.name, contact_email = excluded.contact_email`;
  await expect
    .poll(
      async () =>
        (await app.sql`select from runs where state in ('queued', 'running') and event_id is not null`).length,
      {
        timeout: 30_000,
      },
    )
    .toBe(0);
  const page = await as("admin");
  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Erase", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Erase what the case holds" });
  await expect(dialog.getByText("messages, their bytes", { exact: false })).toBeVisible();
  await dialog.getByLabel("What", { exact: true }).selectOption({ label: "Every case of marta@harbour.example" });
  await expect(dialog.getByText("1 business's name and address")).toBeVisible();
  await dialog.getByLabel("Why").fill("Asked for, ticket 812");
  await dialog.getByRole("button", { name: "Erase" }).click();
  await expect(page.getByText("Removed under retention")).toBeVisible();
  await expect(page.getByText("Harbour")).toHaveCount(0);
  const [left] = await app.sql`select name, contact_email from businesses where ref_id = ${refId}`;
  expect(left).toEqual({ name: null, contact_email: null });
  await page.goto("/audit");
  await expect(page.getByText(`erased what case ${refId} held`, { exact: false })).toBeVisible();
});
