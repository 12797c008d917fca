import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { expect } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessibility.ts";
import { emptyDatabase, freePort } from "./app.ts";
import { PAGES } from "./pages.ts";
import { test } from "./test.ts";

test("the first start leads by one link to an account, an empty board that teaches, and a first event", async ({
  page,
  watch,
}) => {
  test.setTimeout(240_000);
  watch.allow(
    /status of 401|503 \(Service Unavailable\) \(\S+\/api\/live|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING/,
  );
  const database = await emptyDatabase();
  const folder = mkdtempSync("node_modules/.cache/casewire/first-start-");
  const start = spawn(process.execPath, ["bin/start.ts"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      CASEWIRE_DATA_DIR: folder,
      PORT: String(await freePort()),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const link = await printed(start, /https?:\/\/\S+\/invite#\S+/);
    expectNotTold(start, database.ownerUrl);
    await page.goto(link);
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Make my account" }).click();
    await expect(page.getByRole("heading", { name: /^No case yet/ })).toBeVisible();
    await expect(page.getByText(`${new URL(link).origin}/api/webhooks/vove`)).toBeVisible();

    for (const { path } of PAGES) {
      await page.goto(new URL(path, link).href);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
    }

    await page.goto(new URL("/settings/sources", link).href);
    await page.getByRole("button", { name: "Add secret to vove" }).click();
    await page.getByRole("button", { name: "Make one for trials" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.getByRole("button", { name: "Send a test event" }).click();
    await expect(page.getByText(/^Answer 200 in/)).toBeVisible();
    await page.getByRole("link", { name: "Cases", exact: true }).first().click();
    await expect(page.getByRole("link", { name: "casewire-test-vove" })).toBeVisible();

    start.kill("SIGTERM");
    const [code] = await once(start, "exit", { signal: AbortSignal.timeout(10_000) });
    expect(code, "a start that was told to stop ends well, open pages or not").toBe(0);
  } finally {
    start.kill("SIGKILL");
    database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** No process that it started has `secret` in its environment, where the system shows that. */
function expectNotTold({ pid }: ChildProcess, secret: string): void {
  if (!existsSync("/proc")) return;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  expect(children.length).toBeGreaterThanOrEqual(2);
  for (const child of children) expect(readFileSync(`/proc/${child}/environ`, "utf8")).not.toContain(secret);
}

function printed(process: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    process.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = pattern.exec(text)?.[0];
      if (found) resolve(found);
    });
    process.on("exit", (code) => reject(new Error(`npm start ended with ${code} and had printed:\n${text}`)));
  });
}
