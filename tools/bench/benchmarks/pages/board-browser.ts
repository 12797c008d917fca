import { chromium, type Page } from "@playwright/test";
import { browserLaunch } from "#tools/harness/browser";
import { browserCookies } from "#tools/harness/sign-in";

/** When something was first painted, in milliseconds since 1970. */
type Painted = { moved: Record<string, number>; counted: [number, number][] };

export type OpenBoard = {
  page: Page;
  /** The refIds of the cards that are still in review. */
  waiting: () => Promise<string[]>;
  /** Presses "show", if new cards wait to be shown. */
  show: () => Promise<void>;
  /** When each completed case was painted, and when the head of "In progress" first showed each count. */
  painted: () => Promise<Painted>;
  close: () => Promise<void>;
};

/** Opens the board in a browser, in a window that shows all its cards, and records when changes are painted. */
export async function openBoard(url: string, cookie: string): Promise<OpenBoard> {
  const browser = await chromium.launch(await browserLaunch());
  const context = await browser.newContext({ viewport: { width: 1440, height: 2400 } });
  await context.addCookies(browserCookies(cookie, url));
  const page = await context.newPage();
  await page.goto(`${url}/cases`);
  await page.getByRole("complementary").getByText("Live", { exact: true }).waitFor();
  await page.evaluate(recordPaints);
  const cards = "section[aria-labelledby='column-IN_REVIEW'] li";
  return {
    page,
    waiting: () =>
      page.$$eval(cards, (items) =>
        items
          .filter((item) => !item.textContent?.includes("Completed"))
          .map((item) => item.querySelector("a")?.textContent ?? ""),
      ),
    show: () =>
      page.evaluate(() => {
        const button = [...document.querySelectorAll("button")].find((one) => one.textContent?.endsWith("– show"));
        button?.click();
      }),
    painted: () => page.evaluate(() => (window as unknown as { painted: Painted }).painted),
    close: () => browser.close(),
  };
}

/** Runs in the page: reads the DOM before the next frame, and records it with the time at which that frame is painted. */
function recordPaints(): void {
  const painted: Painted = { moved: {}, counted: [] };
  Object.assign(window, { painted });
  let scheduled = false;
  const read = () => {
    scheduled = false;
    const cards = [...document.querySelectorAll("section[aria-labelledby='column-IN_REVIEW'] li")];
    const moved = cards
      .filter((card) => card.textContent?.includes("Completed"))
      .map((card) => card.querySelector("a")?.textContent ?? "");
    const head = document.querySelector("#column-IN_PROGRESS + span")?.textContent ?? "";
    const count = Number(head.replaceAll(",", ""));
    // A message posted in requestAnimationFrame is delivered after the paint.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = Date.now();
      for (const refId of moved) painted.moved[refId] ??= now;
      if (painted.counted.at(-1)?.[0] !== count) painted.counted.push([count, now]);
    };
    port2.postMessage(null);
  };
  new MutationObserver(() => {
    if (!scheduled) requestAnimationFrame(read);
    scheduled = true;
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  read();
}
