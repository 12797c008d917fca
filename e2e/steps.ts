import { expect, type Locator, type Page } from "@playwright/test";

/** The most steps from a person's first page to the answer of a daily question. */
export const MAX_STEPS = 3;

/** How a person answers a question: each place chosen in the navigation, click, field filled and key or shortcut pressed is one step. */
export class Steps {
  readonly page: Page;
  count = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Chooses a page in the navigation, which on a phone stands behind the menu. */
  async goTo(name: string): Promise<void> {
    this.count += 1;
    const menu = this.page.getByRole("button", { name: "Menu", exact: true });
    if (await menu.isVisible()) await menu.click();
    await this.page.getByRole("link", { name, exact: true }).filter({ visible: true }).first().click();
  }

  async click(target: Locator): Promise<void> {
    this.count += 1;
    await target.click();
  }

  async choose(target: Locator, option: string): Promise<void> {
    this.count += 1;
    await target.selectOption(option);
  }

  /** Searches everything: the field, which on a phone stands in the menu, and Enter. */
  async search(words: string): Promise<void> {
    const menu = this.page.getByRole("button", { name: "Menu", exact: true });
    if (await menu.isVisible()) await menu.click();
    const field = this.page.getByRole("searchbox", { name: "Search everything" }).filter({ visible: true });
    this.count += 1;
    await field.fill(words);
    this.count += 1;
    await field.press("Enter");
  }

  /** Presses the keys of one shortcut, `g p`, or one key. */
  async press(keys: string): Promise<void> {
    this.count += 1;
    for (const key of keys.split(" ")) await this.page.keyboard.press(key);
  }

  async type(words: string): Promise<void> {
    this.count += 1;
    await this.page.keyboard.type(words);
  }

  expectFew(): void {
    expect(this.count, "steps to the answer").toBeLessThanOrEqual(MAX_STEPS);
  }
}
