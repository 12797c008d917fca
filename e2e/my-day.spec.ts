import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import type { App } from "./app.ts";
import { test } from "./test.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type FollowUp = { reason: string; dueOn: string | null; ownerId: string | null };

/** An open follow-up as an analyst leaves it, on a case that is its owner's. */
async function flag({ sql }: App, refId: string, { reason, dueOn, ownerId }: FollowUp): Promise<void> {
  await sql`
    insert into follow_ups (case_id, reason, due_on, owner_id, created_by, seen_at)
    select id, ${reason}, ${dueOn}, ${ownerId}, 'Ada', last_change_at from cases where ref_id = ${refId}`;
  await sql`update cases set assignee_id = ${ownerId} where ref_id = ${refId}`;
}

test.use({ ownApp: "my-day" });

test("an analyst works through the day by the keyboard alone: open, resolve, put off, next", async ({
  as,
  app,
  sender,
  caseExists,
}) => {
  const refIds = ["late", "today", "soon"].map((name) => `${name}-${randomBytes(3).toString("hex")}`);
  const [late = "", today = "", soon = ""] = refIds;
  for (const refId of refIds) {
    await sender.send(refId, "IN_PROGRESS");
    await caseExists(refId);
  }
  await flag(app, late, { reason: "Statute missing", dueOn: inDays(-3), ownerId: "e2e-analyst" });
  await flag(app, today, { reason: "Call them", dueOn: inDays(0), ownerId: "e2e-analyst" });
  await flag(app, soon, { reason: "Ask the bank", dueOn: inDays(5), ownerId: "e2e-analyst" });

  const page = await as("analyst");
  await page.goto("/");
  await expect(page).toHaveURL(/\/my-day$/);
  await expect(page.getByRole("region", { name: "Late" }).getByRole("link", { name: late })).toBeVisible();
  await expect(page.getByText("Statute missing")).toBeVisible();

  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: late })).toBeFocused();
  await page.keyboard.press("v");
  await expect(page.getByRole("dialog", { name: "Resolve the follow-up" })).toBeVisible();
  await page.keyboard.type("They sent it");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Late" }).getByText("Done or changed")).toBeVisible();

  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: today })).toBeFocused();
  await page.keyboard.press("d");
  const change = page.getByRole("dialog", { name: "Change the follow-up" });
  await expect(change.getByLabel("Why")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Call them again");
  await change.getByRole("button", { name: "Change" }).press("Enter");
  await expect(page.getByText("Call them again")).toBeVisible();

  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: soon })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/cases/${soon}`));
  await expect(page.getByText("Ask the bank").first()).toBeVisible();
  const [resolved] = await app.sql`
    select outcome, resolved_by from follow_ups join cases on cases.id = case_id where ref_id = ${late}`;
  expect(resolved).toEqual({ outcome: "They sent it", resolved_by: "Ana" });

  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/my-day$/);
  await expect(page.getByRole("link", { name: late })).toBeHidden();
});

test("two people who take the next case get different ones, opened; a viewer has no such page", async ({
  as,
  app,
  sender,
  caseExists,
}) => {
  await app.sql`update follow_ups set resolved_at = now() where resolved_at is null`;
  await app.sql`update cases set assignee_id = 'e2e-admin'`;
  const refIds = ["first", "second"].map((name) => `${name}-${randomBytes(3).toString("hex")}`);
  for (const refId of refIds) {
    await sender.send(refId, "IN_PROGRESS");
    await caseExists(refId);
  }
  const [ana, enzo] = [await as("analyst"), await as("engineer")];
  await Promise.all([ana.goto("/my-day"), enzo.goto("/my-day")]);
  await expect(ana.getByText("Nothing is due.")).toBeVisible();
  await Promise.all([ana, enzo].map((page) => page.getByRole("button", { name: "Take next" }).click()));
  await Promise.all([ana, enzo].map((page) => page.waitForURL(/\/cases\//)));
  expect([ana, enzo].map((page) => page.url().split("/").at(-1)).sort()).toEqual(refIds.sort());
  await expect(ana.getByRole("button", { name: "Assigned to Ana: change" })).toBeVisible();

  const vera = await as("viewer");
  await vera.goto("/");
  await expect(vera).toHaveURL(/\/cases$/);
  await expect(vera.getByRole("link", { name: "My day" })).toBeHidden();
});

test("a follow-up is put off by one click, and reasons are offered where a case is flagged", async ({
  as,
  app,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto("/my-day");
  await page.getByRole("button", { name: "Reasons" }).click();
  await page.getByLabel("Another reason").fill("Register extract too old");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Flag", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Flag for follow-up" });
  await dialog.getByLabel("Reasons to choose from").selectOption("Register extract too old");
  await expect(dialog.getByLabel("Why")).toHaveValue("Register extract too old");
  await dialog.getByRole("button", { name: "Flag" }).click();
  await page.getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("button", { name: "In a week" }).click();
  await expect(page.getByText(`Due on ${inDays(7)}.`)).toBeVisible();
  const [row] = await app.sql`select follow_up_due_on::text as day from cases where ref_id = ${refId}`;
  expect(row).toEqual({ day: inDays(7) });
});

test("what a person settles is said on the case with its reason, and counts no more", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "COMPLETED", { previousStatus: "IN_REVIEW" });
  await caseExists(refId);
  const page = await as("analyst");
  await page.goto(`/cases/${refId}`);
  await expect(page.getByRole("status").getByText("Missing message: In review", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Settle the missing message" }).click();
  await page.getByLabel("Why need nobody look at it?").fill("VOVE ID lost it");
  await page.getByRole("dialog").getByRole("button", { name: "Settle" }).click();
  await expect(page.getByText("Missing message: In review, settled")).toBeVisible();
  await expect(page.getByText("VOVE ID lost it").first()).toBeVisible();
  await page.goto("/cases?attention=gap&view=table");
  await expect(page.getByRole("link", { name: refId })).toBeHidden();
});
