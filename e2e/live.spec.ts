import { expect, type Page } from "@playwright/test";
import { test } from "./test.ts";

const label = (page: Page, word: string) => page.getByRole("complementary").getByText(word, { exact: true });

test("live updates can be paused, and what waited comes when they are resumed", async ({
  as,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("viewer");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(label(page, "Live")).toBeVisible();
  const pause = page.getByRole("complementary").getByRole("button", { name: "Pause live updates" });
  await pause.click();
  await expect(label(page, "Paused")).toBeVisible();
  await sender.send(refId, "IN_REVIEW");
  await expect(page.getByRole("complementary")).toContainText(/\d waiting/);
  await expect(page.getByText("In progress → In review")).toBeHidden();
  await page.getByRole("complementary").getByRole("button", { name: "Resume live updates" }).click();
  await expect(page.getByText("In progress → In review")).toBeVisible();
});

test("two tabs of one browser share one stream", async ({ as, app }) => {
  const first = await as("viewer");
  await first.goto("/cases");
  await expect(label(first, "Live")).toBeVisible();
  const streams: string[] = [];
  const second = await first.context().newPage();
  second.on("request", (request) => request.url() === `${app.url}/api/live` && streams.push(request.url()));
  await second.goto("/cases");
  await expect(label(second, "Live")).toBeVisible();
  expect(streams).toEqual([]);
  await first.close();
  await expect.poll(() => streams.length, "the other tab takes over").toBe(1);
  await expect(label(second, "Live")).toBeVisible();
});

test("what happens before a page hears anything is shown once it does", async ({
  as,
  sender,
  refId,
  caseExists,
  api,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("viewer");
  await caseExists(refId);
  const stream = Promise.withResolvers<void>();
  await page.route("**/api/live", async (route) => {
    await stream.promise;
    await route.continue();
  });
  await page.goto(`/cases/${refId}`);
  await sender.send(refId, "IN_REVIEW");
  await expect.poll(async () => (await (await api(`/api/v1/cases/${refId}`)).json()).status).toBe("IN_REVIEW");
  await expect(page.getByText("In progress → In review")).toBeHidden();
  stream.resolve();
  await expect(page.getByText("In progress → In review")).toBeVisible();
});

test("what happens while a page is on its way is shown once it comes", async ({
  as,
  sender,
  refId,
  caseExists,
  api,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("viewer");
  await page.goto(`/cases?q=${refId}`);
  await expect(label(page, "Live")).toBeVisible();
  const made = Promise.withResolvers<void>();
  const awaited = Promise.withResolvers<void>();
  await page.route(`**/cases/${refId}?**`, async (route) => {
    const answer = await route.fetch();
    made.resolve();
    await awaited.promise;
    await route.fulfill({ response: answer });
  });
  await page.getByRole("link", { name: refId }).click();
  await made.promise;
  await sender.send(refId, "IN_REVIEW");
  await expect.poll(async () => (await (await api(`/api/v1/cases/${refId}`)).json()).status).toBe("IN_REVIEW");
  awaited.resolve();
  await expect(page.getByText("In progress → In review")).toBeVisible();
  // A refresh may be under way still, and its route would fail the next test.
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("what happened since a page was left is shown when one goes back to it", async ({
  as,
  sender,
  refId,
  caseExists,
  api,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("viewer");
  await page.goto(`/cases/${refId}`);
  await expect(label(page, "Live")).toBeVisible();
  await page.getByRole("complementary").getByRole("link", { name: "Cases" }).click();
  await page.waitForURL("**/cases");
  await sender.send(refId, "IN_REVIEW");
  await expect.poll(async () => (await (await api(`/api/v1/cases/${refId}`)).json()).status).toBe("IN_REVIEW");
  await page.goBack();
  await expect(page.getByText("In progress → In review")).toBeVisible();
});

test("a page says that it is reconnecting, and catches up once the server is back", async ({
  as,
  app,
  sender,
  refId,
  watch,
  caseExists,
}) => {
  watch.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|Failed to fetch/);
  await sender.send(refId, "IN_PROGRESS");
  const page = await as("viewer");
  await caseExists(refId);
  await page.goto(`/cases/${refId}`);
  await expect(label(page, "Live")).toBeVisible();
  await app.stopWeb();
  await expect(label(page, "Reconnecting")).toBeVisible();
  await app.startWeb();
  await sender.send(refId, "IN_REVIEW");
  await expect(label(page, "Live")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("In progress → In review")).toBeVisible();
});
