import { type Browser, expect, type Page } from "@playwright/test";
import { browserLaunch } from "#tools/harness/browser";
import type { App } from "./app.ts";
import { emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

// A host name that is not localhost: over plain HTTP it is no secure context, without Web Locks and clipboard.
const launch = await browserLaunch();
test.use({
  launchOptions: { ...launch, args: [...(launch.args ?? []), "--host-resolver-rules=MAP desk.test 127.0.0.1"] },
});

const label = (page: Page, word: string) => page.getByRole("complementary").getByText(word, { exact: true });

async function signedIn(browser: Browser, app: App): Promise<Page> {
  const context = await browser.newContext({ baseURL: `http://desk.test:${new URL(app.url).port}` });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(emailOf("analyst"));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/my-day$/);
  await page.goto("/cases");
  expect(await page.evaluate(() => [isSecureContext, typeof navigator.clipboard, typeof navigator.locks])).toEqual([
    false,
    "undefined",
    "undefined",
  ]);
  return page;
}

/** A case with a name shows its refId beside it, to be copied. */
const named = (api: (path: string, init: RequestInit) => Promise<Response>, refId: string) =>
  api(`/api/v1/businesses/${refId}`, { method: "PUT", body: JSON.stringify({ name: "Harbour" }) });

test("ten windows of one browser are all answered, and all live", async ({
  app,
  browser,
  sender,
  refId,
  caseExists,
}) => {
  test.slow();
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const first = await signedIn(browser, app);
  const context = first.context();
  const streams = new Map<string, number>();
  const open = (url: string, by: number) => {
    const path = new URL(url).pathname;
    if (path.startsWith("/api/live")) streams.set(path, (streams.get(path) ?? 0) + by);
  };
  context.on("request", (request) => open(request.url(), 1));
  context.on("requestfinished", (request) => open(request.url(), -1));
  context.on("requestfailed", (request) => open(request.url(), -1));
  // The streams of the sign-in are not counted.
  await first.goto("/account");
  streams.clear();
  const pages: Page[] = [];
  for (let n = 0; n < 10; n++) {
    const page = await context.newPage();
    await page.goto(n < 6 ? "/cases" : `/cases/${refId}`, { waitUntil: "commit", timeout: 15_000 });
    pages.push(page);
  }
  for (const page of pages) await expect(label(page, "Live")).toBeVisible();
  expect(streams.get("/api/live") ?? 0).toBeLessThanOrEqual(1);
  expect(streams.get("/api/live/cases") ?? 0).toBeLessThanOrEqual(3);
  await sender.send(refId, "IN_REVIEW");
  for (const page of pages.slice(6)) await expect(page.getByText("In progress → In review")).toBeVisible();
  // The card itself waits behind "show"; the count changes in place.
  const column = (page: Page) => page.getByRole("region", { name: /In review/ });
  for (const page of pages.slice(0, 6)) await expect(column(page)).toContainText(/^In review1/);

  // The page that read the stream is closed: another takes over.
  await first.close();
  for (const page of pages.slice(0, 7)) await page.close();
  await sender.send(refId, "COMPLETED");
  for (const page of pages.slice(7)) await expect(page.getByText("In review → Completed")).toBeVisible();
  await context.close();
});

test("what is copied there can be pasted", async ({ app, api, browser, sender, refId, caseExists }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await named(api, refId);
  const page = await signedIn(browser, app);
  await page.goto(`/cases/${refId}`);
  const button = page.getByRole("button", { name: "Copy refId" });
  await button.click();
  await expect(page.getByText("Copied")).toBeAttached();
  await expect(button).toBeFocused();
  const note = page.getByRole("textbox", { name: /note/i });
  await note.focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(note).toHaveValue(refId);
  // Within a dialog, outside of which nothing can be selected.
  await note.fill("");
  await page.getByRole("button", { name: /source of this status/i }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Copy message id" }).click();
  await expect(page.getByRole("dialog").getByText("Copied")).toBeAttached();
  await page.context().close();
});

test("where nothing can be copied the text is shown, selected", async ({
  app,
  api,
  browser,
  sender,
  refId,
  caseExists,
}) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  await named(api, refId);
  const page = await signedIn(browser, app);
  await page.addInitScript(() => Object.assign(document, { execCommand: () => false }));
  await page.goto(`/cases/${refId}`);
  await page.getByRole("button", { name: "Copy refId" }).click();
  await expect(page.getByText("Press Ctrl+C")).toBeVisible();
  const area = page.getByRole("textbox", { name: "Copy refId" });
  await expect(area).toBeFocused();
  expect(
    await area.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd)),
  ).toBe(refId);
  await page.keyboard.press("Escape");
  await expect(area).toBeHidden();
  await page.context().close();
});
