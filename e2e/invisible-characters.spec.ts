import { expect, type Page } from "@playwright/test";
import { ACCESS, type Things } from "./access-table.ts";
import { addCaseTexts, MARKED, markAllTexts } from "./mark-texts.ts";
import { storeDestination } from "./stored-destination.ts";
import { test } from "./test.ts";

// It overwrites the texts of the whole database.
test.use({ ownApp: "invisible-characters" });

test("what cannot be seen in a text, or turns its writing, is named wherever the text is shown", async ({
  app,
  as,
  sender,
  refId,
  caseExists,
  watch,
}) => {
  test.setTimeout(240_000);
  const page = await as("admin");
  const { id: messageId } = await sender.sendUpTo(refId, "REJECTED");
  await sender.send(refId, "COMPLETED", { headers: { "svix-signature": "v1,bm90IGEgc2lnbmF0dXJl" } });
  await caseExists(refId);
  await addCaseTexts(app.sql, refId);
  const stored = await storeDestination(app, refId);
  await app.stopWorker();
  await markAllTexts(app.sql, "admin");
  // One event keeps its id, which is part of its address.
  await app.sql`
    update events set message_id = ${messageId} where id = (select status_event_id from cases where ref_id = ${refId})`;
  watch.allow(/status of 40[34]/);
  const things: Things = { refId, messageId, replayId: "1", runId: "1", ...stored };
  const tabs = ["body", "headers", "response", "runs", "audit"].map((tab) => `/events/${messageId}?tab=${tab}`);
  tabs.push(...["configuration", "recovery"].map((tab) => `/destinations/${stored.destinationId}?tab=${tab}`));
  const pages = ACCESS.filter(({ file, by, answers }) => file.endsWith("page.tsx") && by === "page" && answers === 200);
  const raw: string[] = [];
  let named = 0;
  for (const path of [...pages.map(({ at }) => at(things)), ...tabs]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    for (const detail of await page.locator("details").all())
      await detail.evaluate((one) => one.setAttribute("open", ""));
    const text = await page.locator("body").innerText();
    if (/Sekret⟨U\+202E⟩/.test(text)) named += 1;
    for (const found of await rawCharacters(page)) raw.push(`${path}: ${found}`);
  }
  expect(raw).toEqual([]);
  expect(named, "pages that show the text").toBeGreaterThan(8);
  expect(MARKED.test("Sekret⟨U+202E⟩ Marker")).toBe(true);
  await app.startWorker();
});

/** The elements whose text or name holds an invisible character of the mark as it is. */
function rawCharacters(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const signs = /[\u202e\u200b]/;
    const named = ["title", "aria-label", "aria-description", "alt"];
    const shown = [...document.querySelectorAll("title, body *:not(script, style, template)")];
    return shown.flatMap((element) => {
      const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const names = named.map((name) => element.getAttribute(name));
      const all = [...texts.map((node) => node.textContent), ...names];
      return all.some((text) => signs.test(text ?? "")) ? [element.parentElement?.outerHTML.slice(0, 240) ?? ""] : [];
    });
  });
}
