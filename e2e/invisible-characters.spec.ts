import { expect, type Page } from "@playwright/test";
import { ACCESS, type Things } from "./access-table.ts";
import { leaveTraces, MARKED, markEverything } from "./mark-texts.ts";
import { test } from "./test.ts";

// It writes over whatever stands in the database.
test.use({ alone: "unseen" });

test("what cannot be seen in a text, or turns its writing, is named wherever the text is shown", async ({
  app,
  as,
  sender,
  refId,
  known,
  watch,
}) => {
  test.setTimeout(240_000);
  const page = await as("admin");
  const { id: messageId } = await sender.sendUpTo(refId, "REJECTED");
  await sender.send(refId, "COMPLETED", { headers: { "svix-signature": "v1,bm90IGEgc2lnbmF0dXJl" } });
  await known(refId);
  await leaveTraces(app.sql, refId);
  await app.stopWorker();
  await markEverything(app.sql, "admin");
  // One event keeps its id: it stands in the address.
  await app.sql`
    update events set message_id = ${messageId} where id = (select status_event_id from cases where ref_id = ${refId})`;
  watch.allow(/status of 40[34]/);
  const things: Things = { refId, messageId, replayId: "1", runId: "1" };
  const tabs = ["body", "headers", "response", "runs", "audit"].map((tab) => `/events/${messageId}?tab=${tab}`);
  const pages = ACCESS.filter(({ file, by, answers }) => file.endsWith("page.tsx") && by === "page" && answers === 200);
  const unseen: string[] = [];
  let named = 0;
  for (const place of [...pages.map(({ at }) => at(things)), ...tabs]) {
    await page.goto(place);
    await expect(page.getByRole("heading", { level: 1 }), place).toBeVisible();
    for (const detail of await page.locator("details").all())
      await detail.evaluate((one) => one.setAttribute("open", ""));
    const text = await page.locator("body").innerText();
    if (/Sekret⟨U\+202E⟩/.test(text)) named += 1;
    for (const found of await deceiving(page)) unseen.push(`${place}: ${found}`);
  }
  expect(unseen).toEqual([]);
  expect(named, "pages on which the text stands").toBeGreaterThan(8);
  expect(MARKED.test("Sekret⟨U+202E⟩ Marker")).toBe(true);
  await app.startWorker();
});

/** The texts and names of elements that hold the signs of the mark as they are. */
function deceiving(page: Page): Promise<string[]> {
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
