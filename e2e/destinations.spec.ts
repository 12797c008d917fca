import { expect, type Page } from "@playwright/test";
import { type Receiver, startReceiver } from "./receiver.ts";
import { test } from "./test.ts";

// Its destinations would be told of the cases of other files.
test.use({ ownApp: "destinations" });

let receiver: Receiver;

test.beforeEach(async () => {
  receiver = await startReceiver();
});

test.afterEach(async ({ app }) => {
  await app.sql`update destinations set deleted_at = now()`;
  // The next destination has missed nothing.
  await app.sql`update outgoing_events set removed_at = now()`;
  await receiver.stop();
});

/** Adds a destination that points at the receiver, which then knows its secret. Returns its path. */
async function addDestination(page: Page, name: string): Promise<string> {
  await page.goto("/destinations/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("URL").fill(receiver.url);
  await page.getByRole("button", { name: "Add destination" }).click();
  receiver.secrets.push(await secretShown(page));
  await page.getByRole("link", { name: "Open the destination" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return new URL(page.url()).pathname;
}

async function secretShown(page: Page): Promise<string> {
  return (await page.getByText(/^whsec_/).textContent()) ?? "";
}

const rows = (page: Page) => page.getByRole("region", { name: "Deliveries" }).getByRole("row");
const typesSent = (refId: string) => receiver.received.filter((one) => one.refId === refId).map(({ type }) => type);

test("an admin adds a destination, tests it, and each event of a case arrives once, verified and in order", async ({
  as,
  app,
  sender,
  refId,
}) => {
  const page = await as("admin");
  await page.goto("/destinations");
  await expect(page.getByText("npm run receive")).toBeVisible();
  await page.getByRole("link", { name: "Add destination" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Core banking");
  await page.getByLabel("URL").fill("http://10.0.0.4/hooks");
  await page.getByLabel("With personal data").check();
  await page.getByRole("button", { name: "Add header" }).click();
  await page.getByLabel("Name of header 1").fill("x-api-key");
  await page.getByLabel("Value of header 1").fill("a value nobody sees");
  await page.getByRole("button", { name: "Add destination" }).click();
  const url = page.getByLabel("URL");
  await expect(url).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("is private: set CASEWIRE_DESTINATIONS_PRIVATE=allow")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true }), "nothing that was typed is lost").toHaveValue("Core banking");
  await expect(page.getByLabel("With personal data")).toBeChecked();
  await expect(page.getByLabel("Value of header 1")).toHaveValue("a value nobody sees");
  await url.fill(receiver.url);
  await page.getByRole("button", { name: "Add destination" }).click();
  receiver.secrets.push(await secretShown(page));

  await page.getByRole("button", { name: "Send test event" }).click();
  await expect(page.getByText(/^Answered 200 in /)).toBeVisible();
  await page.getByRole("link", { name: "Open the destination" }).click();
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();

  await sender.sendUpTo(refId, "COMPLETED");
  const expected = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "account.enabled"];
  await expect.poll(() => typesSent(refId)).toEqual(expected);
  expect(receiver.received.map(({ verifiedBy }) => verifiedBy)).toEqual(receiver.received.map(() => receiver.secrets));
  // The list hears of the last a moment after it has arrived.
  await page.getByRole("button", { name: /^4 new.* – show$/ }).click();
  await expect(rows(page).filter({ hasText: "Delivered" })).toHaveCount(5);

  await page.getByRole("combobox", { name: "Event" }).selectOption("kyb.case.completed");
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("link", { name: "kyb.case.completed" }).click();
  const request = page.getByRole("region", { name: "Request", exact: true });
  await expect(request).toContainText("x-api-key");
  await expect(request).toContainText("(sealed)");
  await expect(request).toContainText(`"${refId}"`);
  await expect(page.getByRole("region", { name: "Response", exact: true })).toContainText("answer 200");
  expect(await page.content(), "neither the header's value nor the signature").not.toMatch(
    /a value nobody sees|v1,[\w+/]{20}/,
  );
  expect(await app.sql`select from destinations where sealed_headers like '%nobody%'`).toHaveLength(0);
});

test("a destination that answers 500 is retried; an engineer resends with r, waives, and goes through the list", async ({
  as,
  app,
  sender,
  refId,
}) => {
  const admin = await as("admin");
  const path = await addDestination(admin, `Failing ${refId}`);
  receiver.answer = 500;
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("engineer");
  await page.goto(path);
  await expect(rows(page).filter({ hasText: "Retrying" })).toContainText("500 in ");
  await expect(page.getByText("Failing for")).toBeVisible();
  for (const name of ["Edit", "Disable", "Delete", "Send test event"]) {
    await expect(page.getByRole("button", { name }).or(page.getByRole("link", { name }))).toHaveCount(0);
  }

  await app.sql`update runs set state = 'dead' where delivery_id is not null and latest and ref_id = ${refId}`;
  await page.goto(`${path}?state=dead`);
  await page.getByRole("link", { name: "kyb.case.in_progress" }).click();
  await expect(page.getByText(/^It gave up after/)).toBeVisible();
  await page.getByRole("button", { name: "Waive" }).click();
  await page.getByLabel("Why").fill("Told by telephone");
  await page.getByRole("button", { name: "Waive delivery" }).click();
  await expect(page.getByText("Waived by Enzo: Told by telephone").first()).toBeVisible();

  receiver.answer = 200;
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Delivered");
  const ids = receiver.received.filter((one) => one.refId === refId).map(({ id }) => id);
  expect(new Set(ids).size, "the same id at every attempt").toBe(1);
  await expect(page.getByRole("region", { name: "Attempts" })).toContainText("Sent again by Enzo");

  await sender.send(refId, "IN_REVIEW");
  await expect.poll(() => typesSent(refId)).toContain("kyb.case.in_review");
  await page.goto(path);
  await page.getByRole("link", { name: "kyb.case.in_progress" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("kyb.case.in_progress");
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("kyb.case.in_review");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("kyb.case.in_progress");
});

test("during a rotation both secrets sign", async ({ as, refId }) => {
  const page = await as("admin");
  const path = await addDestination(page, `Rotated ${refId}`);
  await page.goto(`${path}?tab=configuration`);
  await page.getByRole("button", { name: "Rotate secret" }).click();
  const second = await secretShown(page);
  receiver.secrets.push(second);
  await expect(page.getByText(/signs beside the newer until/)).toHaveCount(1);
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => receiver.received.at(-1)?.verifiedBy).toEqual(receiver.secrets);

  await page.getByLabel("Overlap in hours").fill("0");
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByText(/^whsec_/)).not.toHaveText(second);
  receiver.secrets.push(await secretShown(page));
  await page.getByRole("button", { name: "Send test event" }).click();
  await expect.poll(() => receiver.received.at(-1)?.verifiedBy).toEqual(receiver.secrets.slice(2));
});

test("what a destination missed while it was disabled is sent after a dry run, and what failed too", async ({
  as,
  app,
  sender,
  refId,
}) => {
  const page = await as("admin");
  const path = await addDestination(page, `Recovered ${refId}`);
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByLabel("Why").fill("It moves");
  await page.getByRole("button", { name: "Disable destination" }).click();
  await expect(page.getByText("By Ada: It moves")).toBeVisible();
  await sender.sendUpTo(refId, "IN_REVIEW");
  await expect.poll(() => app.sql`select from outgoing_events where ref_id = ${refId}`).toHaveLength(2);
  expect(typesSent(refId)).toEqual([]);
  await page.getByRole("button", { name: "Enable" }).click();
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();

  await page.goto(`${path}?tab=recovery`);
  await page.getByRole("button", { name: "Send what it missed since…" }).click();
  const form = page.getByRole("form", { name: "Send what it missed since…" });
  await expect(form.getByRole("region", { name: "Dry run" })).toContainText("2 deliveries of 1 case");
  await expect(form.getByRole("link", { name: refId })).toBeVisible();
  await form.getByRole("button", { name: "Send" }).click();
  await expect(page).toHaveURL(/\/replays\/\d+/);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Deliveries that have ended" })).toHaveAttribute("value", "2");
  expect(typesSent(refId)).toEqual(["kyb.case.in_progress", "kyb.case.in_review"]);

  await app.sql`update runs set state = 'dead' where delivery_id is not null and latest and ref_id = ${refId}`;
  await page.getByRole("link", { name: `Recovered ${refId}` }).click();
  await page.getByRole("link", { name: "Recovery" }).click();
  await expect(page.getByRole("region", { name: "Recoveries so far" })).toContainText("2 deliveries");
});

test("a destination is edited, keeps its header's value, and is deleted only by its name", async ({ as, refId }) => {
  const page = await as("admin");
  const name = `Edited ${refId}`;
  const path = await addDestination(page, name);
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByText("Only these").click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Choose at least one.")).toBeVisible();
  await page.getByLabel("account.enabled").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`${path}?tab=configuration`);
  await expect(page.getByRole("listitem").filter({ hasText: "account.enabled" })).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  const form = page.getByRole("form", { name: "Delete the destination" });
  await form.getByLabel("Type its name").fill("another");
  await form.getByRole("button", { name: "Delete destination" }).click();
  await expect(form.getByLabel("Type its name")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Type its name").fill(name);
  await form.getByRole("button", { name: "Delete destination" }).click();
  await expect(page).toHaveURL("/destinations");
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("an analyst has no destinations", async ({ as, watch }) => {
  watch.allow(/status of 403/);
  const page = await as("analyst");
  const response = await page.goto("/destinations");
  expect(response?.status()).toBe(403);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Destinations" })).toHaveCount(
    0,
  );
});
