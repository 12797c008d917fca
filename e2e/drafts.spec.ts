import { expect, type Page } from "@playwright/test";
import type { App } from "./app.ts";
import { emailOf, PASSWORD, type Role } from "./people.ts";
import { test } from "./test.ts";

const WRITTEN = "Spoke to the director: his brother signs for him.";

async function signIn(page: Page, role: Role, path: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail").fill(emailOf(role));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(path);
}

/** Of the analyst, who may be signed in for other tests too. */
const endNewestSession = (app: App) => app.sql`
  delete from sessions where id = (
    select id from sessions where user_id = 'e2e-analyst' order by created_at desc limit 1)`;

const note = (page: Page) => page.getByRole("textbox", { name: "Note" });
const kept = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage }));

test("a draft is gone with its person's sign-out, in every tab", async ({
  page,
  context,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  // The other tab may ask for its live stream once more before it leaves.
  watch.allow(/status of 401 .*\/api\/live/);
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const path = `/cases/${refId}`;
  await signIn(page, "analyst", path);
  await note(page).fill(WRITTEN);
  const other = await context.newPage();
  await other.goto(path);
  await note(other).fill(WRITTEN);
  expect(await kept(page)).toContain("director");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await expect(other).toHaveURL("/sign-in");
  for (const tab of [page, other]) expect(await kept(tab)).not.toContain("director");

  await signIn(page, "engineer", path);
  await expect(note(page)).toHaveValue("");
});

test("a draft outlives the end of a session for its person, and is shown to no other", async ({
  page,
  app,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  watch.allow(/status of 401/);
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const path = `/cases/${refId}`;
  await signIn(page, "analyst", path);
  await note(page).fill(WRITTEN);
  await endNewestSession(app);
  await signIn(page, "analyst", path);
  await expect(note(page)).toHaveValue(WRITTEN);

  await endNewestSession(app);
  await signIn(page, "engineer", path);
  await expect(note(page)).toHaveValue("");
  await expect.poll(() => kept(page)).not.toContain("director");
});
