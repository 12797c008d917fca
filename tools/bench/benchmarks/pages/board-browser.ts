import { chromium, type Page } from "@playwright/test";
import { browserLaunch } from "#tools/harness/browser";

/** What the page notes: when something was first on screen, in milliseconds since 1970. */
type Seen = { moved: Record<string, number>; counted: [number, number][] };

export type OpenBoard = {
  page: Page;
  /** The refIds of the cards in review that have not moved on. */
  waiting: () => Promise<string[]>;
  /** Presses "show" where something waits to be shown. */
  show: () => Promise<void>;
  /** When each case that went on was so on screen, and when the head of "In progress" first counted so many. */
  seen: () => Promise<Seen>;
  close: () => Promise<void>;
};

/** Opens the board in a real browser, in a window that holds all its cards, and notes what comes on screen from then on. */
export async function openBoard(url: string, cookie: string): Promise<OpenBoard> {
  const browser = await chromium.launch(await browserLaunch());
  const context = await browser.newContext({ viewport: { width: 1440, height: 2400 } });
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${url}/cases`);
  await page.getByRole("complementary").getByText("Live", { exact: true }).waitFor();
  await page.evaluate(noteWhatIsSeen);
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
    seen: () => page.evaluate(() => (window as unknown as { seen: Seen }).seen),
    close: () => browser.close(),
  };
}

/** In the page: at each change looks at what the coming frame will show, and notes it as seen once that frame is painted. */
function noteWhatIsSeen(): void {
  const seen: Seen = { moved: {}, counted: [] };
  Object.assign(window, { seen });
  let looking = false;
  const look = () => {
    looking = false;
    const cards = [...document.querySelectorAll("section[aria-labelledby='column-IN_REVIEW'] li")];
    const moved = cards
      .filter((card) => card.textContent?.includes("Completed"))
      .map((card) => card.querySelector("a")?.textContent ?? "");
    const head = document.querySelector("#column-IN_PROGRESS + span")?.textContent ?? "";
    const count = Number(head.replaceAll(",", ""));
    // A message posted while a frame is made ready is delivered when it is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = Date.now();
      for (const refId of moved) seen.moved[refId] ??= now;
      if (seen.counted.at(-1)?.[0] !== count) seen.counted.push([count, now]);
    };
    port2.postMessage(null);
  };
  new MutationObserver(() => {
    if (!looking) requestAnimationFrame(look);
    looking = true;
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
}
