import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { storeGaveUp } from "./gave-up.ts";
import { test } from "./test.ts";

const statesOf = async (api: (path: string) => Promise<Response>, messageId: string) =>
  (await (await api(`/api/v1/events/${messageId}`)).json()).runs.map(
    ({ handler, trigger, state }: Record<string, string>) => `${handler} ${trigger} ${state}`,
  );

const group = (page: Page, error: string) => page.getByRole("row").filter({ hasText: error });

test("an engineer runs again all that gave up with one error, after a dry run, and sees how far it is", async ({
  as,
  app,
  sender,
  refId,
}) => {
  const refIds = ["a", "b", "c"].map((one) => `${refId}-${one}`);
  const error = "The core does not answer";
  await storeGaveUp({ app, sender }, refIds, error);
  const page = await as("engineer");
  await page.goto("/failures");
  await expect(group(page, error)).toContainText("Enabling the account");
  await expect(group(page, error)).toContainText("3 runs of 3 cases");
  await expectAccessible(page);
  await group(page, error).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enabling the account");
  for (const one of refIds) await expect(page.getByRole("link", { name: one, exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Re-run these 3" }).click();
  const form = page.getByRole("form", { name: "Re-run these 3" });
  await expect(form.getByRole("region", { name: "Dry run" })).toContainText(
    "3 runs of 3 cases. All would do something",
  );
  await form.getByLabel("Why").fill("The core is back");
  await form.getByRole("button", { name: "Re-run" }).click();
  await expect(page).toHaveURL(/\/replays\/\d+/);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  await expect(page.getByText(/Replay \d+ has queued 3 runs/)).toBeVisible();
  await page.getByRole("navigation", { name: "Outcomes" }).getByRole("link", { name: "3 succeeded" }).click();
  await expect(page.getByRole("region", { name: "What it runs" }).getByRole("row")).toHaveCount(4);
  await page.getByRole("link", { name: "What gave up with one error: Enabling the account" }).click();
  await expect(page.getByText(/not here|not found/i).first(), "nothing gives up so any more").toBeVisible();
});

test("an admin re-runs what failed yesterday from 14 to 15 h, in three steps from the events", async ({
  as,
  app,
  sender,
  api,
  refId,
}) => {
  const [within = "", beside = ""] = await storeGaveUp(
    { app, sender },
    [`${refId}-within`, `${refId}-beside`],
    "The hour was bad",
  );
  const page = await as("admin", { timezoneId: "Asia/Tokyo" });
  // Half past two and half past three of yesterday in Tokyo, nine hours before UTC.
  const day = new Date(Date.now() + 9 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  await app.sql`update events set received_at = ${`${day}T05:30:00Z`} where message_id = ${within}`;
  await app.sql`update events set received_at = ${`${day}T06:30:00Z`} where message_id = ${beside}`;
  await page.goto("/events");
  // The browser's zone is known once the page is hydrated.
  await expect(page.locator("#filter-from-zone")).toContainText("Asia/Tokyo");
  await page.getByLabel("Received", { exact: true }).selectOption("Yesterday 14–15");
  await expect(page).toHaveURL(/from=.*&to=/);
  await expect(page.getByLabel("Received", { exact: true })).toHaveValue("Yesterday 14–15");
  await page.getByRole("button", { name: "Re-run the failed" }).click();
  const form = page.getByRole("form", { name: "Re-run the failed" });
  const dryRun = form.getByRole("region", { name: "Dry run" });
  await expect(dryRun).toContainText("1 event, 1 run.");
  await expect(dryRun).toContainText("1 succeeded, 1 gave up");
  await form.getByRole("button", { name: "Re-run" }).click();
  await expect(page).toHaveURL(/\/replays\/\d+/);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  const states = await statesOf(api, within);
  expect(states).toContain("enable-account replay succeeded");
  expect(states).not.toContain("update-case replay succeeded");
  expect(await statesOf(api, beside)).not.toContain("enable-account replay succeeded");

  await page.getByRole("link", { name: "Replays" }).click();
  const first = page.getByRole("list", { name: "Replays", exact: true }).getByRole("listitem").first();
  await expect(first).toContainText("What gave up on events: received from: ");
  await expect(first).toContainText("1 succeeded");
  await expectAccessible(page);
});

test("a case says what gave up: an analyst whom to ask, an engineer why, and runs it again there", async ({
  as,
  app,
  sender,
  api,
  refId,
}) => {
  const [messageId = ""] = await storeGaveUp({ app, sender }, [refId], "The ledger is closed");
  const analyst = await as("analyst");
  await analyst.goto(`/cases/${refId}`);
  await expect(analyst.getByRole("alert").filter({ hasText: "Delivery problem" })).toContainText(
    "Gave up: Enabling the account. Ask an engineer (",
  );
  await expect(analyst.getByRole("button", { name: "Re-run" })).toHaveCount(0);

  const viewer = await as("viewer");
  await viewer.goto(`/cases/${refId}`);
  await expect(viewer.getByText("Gave up: Enabling the account. Ask an engineer to start it")).toBeVisible();
  expect(await viewer.content(), "a viewer is not sent the error").not.toContain("The ledger is closed");

  const page = await as("engineer");
  await page.goto(`/cases/${refId}`);
  const panel = page.getByRole("region", { name: "An action gave up" });
  await expect(panel).toContainText("The ledger is closed");
  await panel.getByRole("link", { name: "Where else?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enabling the account");
  await page.goBack();
  await panel.getByRole("button", { name: "Re-run" }).click();
  const form = page.getByRole("form", { name: "Re-run a handler" });
  await expect(form.getByRole("region", { name: "Dry run" })).toContainText("Enable the account");
  await form.getByLabel("Why").fill("It is open again");
  await form.getByRole("button", { name: "Re-run", exact: true }).click();
  await expect.poll(() => statesOf(api, messageId)).toContain("enable-account rerun succeeded");
  await expect(panel).toHaveCount(0);
});

test("what is not to be run again is waived with a reason, on a phone", async ({ as, app, sender, refId }) => {
  await storeGaveUp({ app, sender }, [refId], "A test of last week");
  const page = await as("engineer", { viewport: { width: 390, height: 844 } });
  await page.goto("/failures");
  await page.getByRole("listitem").filter({ hasText: "A test of last week" }).getByRole("link").click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Waive" }).click();
  const form = page.getByRole("form", { name: "Waive" });
  await form.getByLabel("Why need it not be run again?").fill("It was a test");
  await form.getByRole("button", { name: "Waive" }).click();
  await expect(page.getByText("Waived: it waits for nobody.")).toBeVisible();
  await page.goto(`/cases/${refId}`);
  await expect(page.getByRole("region", { name: "An action gave up" })).toHaveCount(0);
});
