import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Fails with the violations that axe finds on the page, one line an element. */
export async function expectAccessible(page: Page): Promise<void> {
  // A colour in transition from light to dark has no stable contrast.
  await page.emulateMedia({ reducedMotion: "reduce" });
  // In the page itself, as it has no frames, and without the details of what passed: the same rules in a third of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`),
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when the page scrolls horizontally. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess, `pixels that stick out of ${page.url()}`).toBeLessThanOrEqual(0);
}
