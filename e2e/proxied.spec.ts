import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { startApp } from "./app.ts";
import { addPeople, emailOf, PASSWORD } from "./people.ts";
import { test } from "./test.ts";

test("an action that Next hands to another page comes from whoever sent it", async ({ browser }) => {
  const app = await startApp({ CASEWIRE_TRUSTED_PROXIES: "loopback" });
  try {
    await addPeople(app);
    const outer = { "x-forwarded-for": "203.0.113.77", "x-forwarded-proto": "https" };
    const page = await browser.newPage({ baseURL: app.url, extraHTTPHeaders: outer });
    // Without the action of the page it was sent to, as when a person has moved on meanwhile.
    await page.route("/sign-in", (route) =>
      route.request().method() === "POST" ? route.continue({ url: `${app.url}/events` }) : route.continue(),
    );
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(emailOf("viewer"));
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => app.sql`select ip_address from sessions`).toEqual([{ ip_address: "203.0.113.77" }]);
    await page.close();
  } finally {
    await app.stop();
  }
});

test("a proxy that renames the host, and CASEWIRE_URL unset: the page says which variable to set", async ({
  app,
  page,
  watch,
}) => {
  watch.allow(/403|another site/);
  const proxy = createServer((request, response) => {
    const headers = { ...request.headers, host: "casewire:3000" };
    const inner = httpRequest(app.url + request.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
      answer.pipe(response);
    });
    request.pipe(inner.on("error", () => response.destroy()));
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  try {
    await page.goto(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/sign-in`);
    await page.getByLabel("E-mail").fill(emailOf("viewer"));
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("set CASEWIRE_URL to the one that people use")).toBeVisible();
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
