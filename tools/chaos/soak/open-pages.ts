import { type Browser, type ConsoleMessage, chromium, type Locator, type Page } from "@playwright/test";
import { browserLaunch } from "#tools/harness/browser";
import { browserCookies } from "#tools/harness/sign-in";
import { PROBE, type Step } from "./probe.ts";

const PAGES = {
  board: `/cases?q=${PROBE}`,
  table: `/cases?view=table&q=${PROBE}`,
  case: `/cases/${PROBE}`,
  events: `/events?refId=${PROBE}`,
};

/**
 * Console errors that the faults cause: the browser's when the network or the server is down, and React's #441 when a page fails to render.
 * `behind` checks whether the page recovers.
 */
const OF_THE_FAULTS =
  /Failed to load resource|net::ERR_|Failed to fetch|NetworkError|network error|Load failed|MIME type|React error #441/i;

/** Pages that are opened once and then only observed. */
export class OpenPages {
  /** Console errors that no fault explains. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #pages: ReadonlyMap<string, Page>;

  private constructor(browser: Browser, pages: ReadonlyMap<string, Page>) {
    this.#browser = browser;
    this.#pages = pages;
    for (const [name, page] of pages) {
      page.on("console", (message) => this.#listen(name, message));
      page.on("pageerror", (error) => this.#complain(name, error.message));
    }
  }

  static async open(origin: string, cookie: string): Promise<OpenPages> {
    // Chaos handles the signals: it has more to stop than the browser, which ends with it.
    const noSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    const browser = await chromium.launch({ ...(await browserLaunch()), ...noSignals });
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } });
    await context.addCookies(browserCookies(cookie, origin));
    const pages = new Map<string, Page>();
    for (const [what, path] of Object.entries(PAGES)) {
      const page = await context.newPage();
      await page.goto(path);
      pages.set(what, page);
    }
    return new OpenPages(browser, pages);
  }

  /** Waits until each page is live and shows that step, and only presses "show". Returns the pages that do not. */
  async behind(step: Step, patienceMs: number): Promise<string[]> {
    const end = performance.now() + patienceMs;
    const late = await Promise.all(
      [...this.#pages].map(async ([name, page]) => {
        while (performance.now() < end) {
          if (await shows(page, name, step).catch(() => false)) return [];
          await page.waitForTimeout(200);
        }
        return [name];
      }),
    );
    return late.flat();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  #listen(name: string, message: ConsoleMessage): void {
    if (message.type() === "error") this.#complain(name, message.text());
  }

  #complain(name: string, text: string): void {
    if (!OF_THE_FAULTS.test(text)) this.complaints.push(`The ${name} page complains: ${text.slice(0, 300)}`);
  }
}

async function shows(page: Page, name: string, step: Step): Promise<boolean> {
  const live = page.getByRole("complementary").getByText("Live", { exact: true });
  if (!(await live.isVisible())) return false;
  const show = page.getByRole("button", { name: /– show$/ });
  if (await show.isVisible()) await show.click({ timeout: 1000 });
  return (await whereShown(page, name, step).filter({ visible: true }).count()) > 0;
}

function whereShown(page: Page, name: string, { word, messageId }: Step): Locator {
  const main = page.getByRole("main");
  switch (name) {
    case "board":
      return main.locator("section", { has: page.getByRole("heading", { name: word }), hasText: PROBE });
    case "table":
      return main.getByRole("row").filter({ hasText: PROBE }).filter({ hasText: word });
    case "events":
      // The id may be truncated, but its link contains all of it.
      return main.locator(`a[href*="${messageId}"]`);
    default:
      return main.getByText(word, { exact: true });
  }
}
