import { defineConfig } from "@playwright/test";
import { browserLaunch } from "#tools/harness/browser";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  globalSetup: "./global-setup.ts",
  ...(process.env.PICTURE ? { grep: /@picture/ } : { grepInvert: /@picture/ }),
  outputDir: "../test-results/browser",
  reporter: [["list"], ["json", { outputFile: "../test-results/reports/playwright.json" }]],
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: false,
  // Twice the two cores of a small machine: a test waits for the browser, the server and the database in turn.
  workers: 4,
  timeout: 120_000,
  // One retry in CI, where a machine may stall. The report lists such a test as flaky.
  retries: process.env.CI ? 1 : 0,
  // Long enough for a busy machine.
  expect: { timeout: 20_000 },
  use: {
    launchOptions: await browserLaunch(),
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
  },
});
