import { expect } from "@playwright/test";
import { addPerson, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

test("whoever is let go has nothing left in their hands: page, stream, form, API token and invite", async ({
  as,
  app,
  browser,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  watch.allow(/status of 401/);
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await addPerson(app, { id: "lee", name: "Lee", role: "admin" });

  const context = await browser.newContext({ baseURL: app.url });
  watch.context(context);
  const lee = await context.newPage();
  await lee.goto("/sign-in?next=/settings/tokens");
  await lee.getByLabel("E-mail").fill("lee@example.com");
  await lee.getByLabel("Password").fill(PASSWORD);
  await lee.getByRole("button", { name: "Sign in" }).click();
  await lee.getByLabel("What it is for").fill("Lee's report");
  await lee.getByRole("button", { name: "Issue" }).click();
  const token = await lee.locator("code", { hasText: /^cwt_/ }).innerText();
  const ask = () => fetch(`${app.url}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await lee.goto("/team");
  await lee.getByLabel("E-mail").fill("friend@example.com");
  await lee.getByRole("button", { name: "Make a link" }).click();
  const link = await lee.locator("code", { hasText: "/invite#" }).innerText();
  await lee.goto(`/cases/${refId}`);
  const live = lee.getByRole("complementary").getByText("Live", { exact: true });
  await expect(live).toBeVisible();
  await lee.getByRole("textbox", { name: "Note" }).fill("A last word");

  const admin = await as("admin");
  await admin.goto("/team");
  await admin.getByRole("button", { name: "Deactivate Lee" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(admin.getByText("Signed out everywhere").first()).toBeVisible();

  await expect(live, "the stream has ended").toBeHidden();
  // The page may already be at sign-in: it reloads once its stream has ended.
  const ended = lee
    .getByText("Your session has ended.")
    .first()
    .or(lee.getByRole("heading", { name: "Sign in" }));
  const add = lee.getByRole("button", { name: "Add note" });
  await Promise.race([add.click().catch(() => {}), ended.waitFor()]);
  await expect(ended).toBeVisible();
  expect((await ask()).status).toBe(401);
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("This link has been revoked.")).toBeVisible();
  await lee.goto("/cases");
  await expect(lee).toHaveURL(/\/sign-in/);
  expect(await app.sql`select from notes where body = 'A last word'`).toHaveLength(0);
  await stranger.context().close();
  await context.close();
});

test("an admin sees what a leaver has and gives it to a colleague", async ({ as, app, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await addPerson(app, { id: "lou", name: "Lou", role: "analyst" });
  await app.sql`update cases set assignee_id = 'lou' where ref_id = ${refId}`;
  await app.sql`
    insert into follow_ups (case_id, reason, owner_id, created_by) select id, 'Call', 'lou', 'Lou' from cases where ref_id = ${refId}`;

  const admin = await as("admin");
  await admin.goto("/team");
  await admin.getByRole("button", { name: "Deactivate Lou" }).click();
  const dialog = admin.getByRole("dialog");
  await expect(dialog.getByText("Lou has 1 open case and 1 open follow-up.")).toBeVisible();
  await dialog.getByLabel("Give their open cases and follow-ups to").selectOption("Ana");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(dialog).toBeHidden();

  const [given] = await app.sql`select assignee_id, follow_up_owner_id from cases where ref_id = ${refId}`;
  expect(given).toEqual({ assignee_id: "e2e-analyst", follow_up_owner_id: "e2e-analyst" });
  const ana = await as("analyst");
  await ana.goto("/cases?assignee=me&view=table");
  await expect(ana.getByRole("link", { name: refId })).toBeVisible();
});
