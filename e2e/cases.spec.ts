import { expect, type Page } from "@playwright/test";
import { test } from "./test.ts";

const column = (page: Page, word: string) => page.getByRole("region", { name: word, exact: true });
const live = (page: Page) => page.getByRole("complementary").getByText("Live", { exact: true });

test("an event reaches the board without a reload, and nothing moves before one asks", async ({
  as,
  sender,
  refId,
}) => {
  await sender.send(`${refId}-0`, "IN_REVIEW");
  await sender.send(`${refId}-1`, "IN_PROGRESS");
  const page = await as("viewer");
  await page.goto(`/cases?q=${refId}`);
  const first = page.getByRole("link", { name: `${refId}-1` });
  await expect(first).toBeVisible();
  await expect(live(page)).toBeVisible();

  await sender.send(`${refId}-2`, "IN_PROGRESS");
  await sender.send(`${refId}-1`, "IN_REVIEW");
  const show = page.getByRole("button", { name: "1 new, 1 moved – show" });
  await expect(show).toBeVisible();
  await expect(column(page, "In progress").getByRole("listitem")).toHaveCount(1);
  await expect(column(page, "In progress")).toContainText("In review");
  await show.click();
  await expect(column(page, "In progress").getByRole("link", { name: `${refId}-2` })).toBeVisible();
  await expect(column(page, "In review").getByRole("link", { name: `${refId}-1` })).toBeVisible();
});

test("a state leads to the message that brought it and to its bytes", async ({ as, sender, refId, caseExists }) => {
  const { id } = await sender.sendUpTo(refId, "REJECTED", { reason: "DOCUMENT_MISMATCH" });
  await sender.send(refId, "REJECTED", { id, reason: "DOCUMENT_MISMATCH" });
  const page = await as("engineer");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("Document mismatch").first()).toBeVisible();
  await page.getByRole("button", { name: "Source of this status" }).click();
  const drawer = page.getByRole("dialog", { name: "Source of this status" });
  await expect(drawer).toContainText(id);
  await expect(drawer).toContainText("It reached us 2 times");
  await drawer.getByRole("link", { name: /Open the event/ }).click();
  await expect(page).toHaveURL(new RegExp(`/events/${id}`));
  await expect(page.getByText("DOCUMENT_MISMATCH").first()).toBeVisible();
});

test("a refId may hold any character", async ({ as, sender, refId }) => {
  const odd = `${refId}/b c%é?#`;
  await sender.send(odd, "IN_PROGRESS");
  const page = await as("engineer");
  await page.goto(`/cases?q=${encodeURIComponent(odd)}`);
  await page.getByRole("link", { name: odd }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(odd);
});

test("events that come late, doubled or with a gap are told apart, and never undo what is newer", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  const hour = 3_600_000;
  await sender.send(refId, "COMPLETED", { at: new Date(Date.now() - hour) });
  const page = await as("engineer");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(page.getByText("A message before the current one never reached us", { exact: false })).toBeVisible();
  await sender.send(refId, "IN_REVIEW", { at: new Date(Date.now() - 2 * hour) });
  await sender.send(refId, "IN_PROGRESS", { at: new Date(Date.now() - 3 * hour) });
  await expect(page.getByText("Arrived late", { exact: true })).toHaveCount(2);
  await expect(page.getByText("A message before the current one never reached us", { exact: false })).toBeHidden();
  await expect(page.getByRole("main")).toContainText("Completed");
});

test("the filter of cases is their address: board and table share it, and it survives reload and back", async ({
  as,
  sender,
  refId,
}) => {
  await sender.send(`${refId}-1`, "IN_PROGRESS");
  await sender.sendUpTo(`${refId}-2`, "IN_REVIEW");
  const page = await as("analyst");
  await page.goto("/cases");
  await page.getByRole("searchbox", { name: "Search cases" }).fill(refId);
  await page.getByRole("searchbox", { name: "Search cases" }).press("Enter");
  await expect(page).toHaveURL(`/cases?q=${refId}`);
  await page.getByRole("link", { name: "Table" }).click();
  const rows = page.getByRole("row").filter({ hasText: refId });
  await expect(rows).toHaveCount(2);
  await page.getByRole("combobox", { name: "State" }).selectOption({ label: "In review" });
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole("combobox", { name: "State" })).toHaveValue("");
});

test("keys work, and stay out of the way while one types", async ({ as, sender, refId }) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("analyst");
  await page.goto("/cases");
  await expect(live(page)).toBeVisible();
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search cases" });
  await expect(search).toBeFocused();
  await page.keyboard.type("?ga");
  await expect(search).toHaveValue("?ga");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await search.press("Escape");
  await search.blur();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  // Chromium closes the dialog after the key has been handled.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page).toHaveURL("/audit");
});

test("cases chosen in the table are assigned and flagged at once", async ({ as, sender, refId, caseExists }) => {
  for (const one of [1, 2, 3]) await sender.send(`${refId}-${one}`, "IN_PROGRESS");
  for (const one of [1, 2, 3]) await caseExists(`${refId}-${one}`);
  const page = await as("analyst");
  await page.goto(`/cases?view=table&q=${refId}`);
  const rows = page.getByRole("row").filter({ hasText: refId });
  const chosen = page.getByRole("region", { name: "Chosen cases" });
  const choosers = rows.getByRole("checkbox");
  await choosers.first().click();
  await choosers.last().click({ modifiers: ["Shift"] });
  await expect(chosen).toContainText("3 cases chosen");
  await chosen.getByRole("button", { name: "Assign" }).click();
  const assigning = page.getByRole("dialog", { name: "Assign 3 cases" });
  await assigning.getByLabel("Assignee").selectOption({ label: "Me (Ana)" });
  await assigning.getByRole("button", { name: "Assign 3 cases" }).click();
  await expect(page.getByText("3 cases assigned.").first()).toBeVisible();
  await expect(rows.filter({ hasText: "Ana" })).toHaveCount(3);
  await expect(chosen).toBeHidden();

  await page.getByRole("checkbox", { name: "Choose all on this page" }).click();
  await chosen.getByRole("button", { name: "Flag" }).click();
  const flagging = page.getByRole("dialog", { name: "Flag 3 cases" });
  await flagging.getByLabel("Why").fill("Ask all three");
  await flagging.getByRole("button", { name: "Flag 3 cases" }).click();
  await expect(page.getByText("3 cases flagged.").first()).toBeVisible();
  await page.goto(`/cases/${refId}-2`);
  await expect(page.getByText("Ana flagged the case")).toBeVisible();
});
