import { expect } from "@playwright/test";
import { test } from "./test.ts";

test("the filter of events is their address: it survives a reload and the way back", async ({ as, sender, refId }) => {
  await sender.sendUpTo(refId, "IN_REVIEW");
  const page = await as("engineer");
  await page.goto("/events");
  await page.getByRole("searchbox", { name: "Search events" }).fill(refId);
  await page.getByRole("searchbox", { name: "Search events" }).press("Enter");
  await expect(page).toHaveURL(`/events?q=${refId}`);
  const lines = page.getByRole("region", { name: "Events" }).getByRole("row");
  await expect(lines).toHaveCount(3);

  await page.getByRole("combobox", { name: "Type" }).selectOption("kyb.case.in_review");
  await expect(lines).toHaveCount(2);
  await page.reload();
  await expect(lines).toHaveCount(2);
  await expect(page.getByRole("combobox", { name: "Type" })).toHaveValue("kyb.case.in_review");

  await page.goBack();
  await expect(page).toHaveURL(`/events?q=${refId}`);
  await expect(lines).toHaveCount(3);
  await expect(page.getByRole("combobox", { name: "Type" })).toHaveValue("");
});

test("events that arrive wait behind a button and move nothing", async ({ as, sender, refId }) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("engineer");
  await page.goto(`/events?q=${refId}`);
  const lines = page.getByRole("region", { name: "Events" }).getByRole("row");
  await expect(lines).toHaveCount(2);
  await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();

  await sender.send(refId, "IN_REVIEW");
  const show = page.getByRole("button", { name: "1 new – show" });
  await expect(show).toBeVisible();
  await expect(lines).toHaveCount(2);
  await show.click();
  await expect(lines).toHaveCount(3);
  await expect(show).toBeHidden();
});

for (const [path, name] of [
  ["/events", "Search events"],
  ["/cases", "Search cases"],
] as const) {
  test(`what is typed into the search of ${path} before its script has loaded is kept`, async ({
    as,
    refId,
    sender,
    caseExists,
  }) => {
    await sender.send(refId, "IN_PROGRESS");
    await caseExists(refId);
    const page = await as("engineer");
    const loaded = Promise.withResolvers<void>();
    await page.route("**/_next/static/**/*.js*", async (route) => {
      await loaded.promise;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "commit" });
    const search = page.getByRole("searchbox", { name });
    await search.fill(refId);
    loaded.resolve();
    await expect(page.getByRole("complementary").getByText("Live", { exact: true })).toBeVisible();
    await expect(search).toHaveValue(refId);
    await search.press("Enter");
    await expect(page).toHaveURL(`${path}?q=${refId}`);
  });
}
