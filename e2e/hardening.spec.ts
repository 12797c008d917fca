import { connect } from "node:net";
import { expect } from "@playwright/test";
import type { App } from "./app.ts";
import { test } from "./test.ts";

/** Requested without a session, over HTTP. */
const ADDRESSES = ["/sign-in", "/cases", "/invite/none", "/api/health", "/api/v1/cases", "/api/live", "/nothing/here"];

/** Sends raw bytes and resolves to the status line. */
function raw(app: App, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    let answer = "";
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.write(bytes);
  });
}

test("no answer may be read by another site, or says what serves it", async ({ app }) => {
  for (const address of ADDRESSES) {
    const { headers } = await fetch(app.url + address, {
      headers: { origin: "https://evil.test" },
      redirect: "manual",
    });
    const names = [...headers.keys()];
    expect(
      names.filter((name) => name.startsWith("access-control-")),
      address,
    ).toEqual([]);
    expect(names, address).not.toContain("x-powered-by");
    expect(headers.get("x-content-type-options"), address).toBe("nosniff");
  }
});

test("every answer names its type, and no page or API answer may be kept", async ({ app, api, as }) => {
  const answers = await Promise.all([
    fetch(`${app.url}/sign-in`),
    fetch(`${app.url}/nothing/here`),
    api("/api/v1/cases"),
  ]);
  for (const answer of answers) {
    expect(answer.headers.get("content-type"), answer.url).toMatch(/^(text\/html; charset=utf-8|application\/json)$/);
    expect(answer.headers.get("cache-control"), answer.url).toMatch(/no-store/);
  }
  const page = await as("analyst");
  const board = await page.goto("/cases");
  expect(board?.headers()["cache-control"]).toMatch(/no-store/);
});

test("nothing is served but what is meant to be: no sources, no settings, no maps, no folders", async ({ app }) => {
  const paths = [
    "/.git/config",
    "/.env",
    "/package.json",
    "/db/schema.ts",
    "/.data/secret",
    "/_next/",
    "/_next/static/",
  ];
  for (const path of [...paths, "/_next/static/../../package.json", "/%2e%2e/package.json"]) {
    const answer = await fetch(app.url + path);
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    expect(answer.status, path).toBeLessThan(500);
  }
  const html = await (await fetch(`${app.url}/sign-in`)).text();
  const [script] = html.match(/\/_next\/static\/[^"]+\.js/) ?? [];
  expect(script).toBeDefined();
  expect((await fetch(`${app.url}${script}`)).status).toBe(200);
  expect((await fetch(`${app.url}${script}.map`)).status).toBe(404);
});

test("the library that signs people in has no endpoint but those that are listed", async ({ app }) => {
  const endpoints = ["sign-up/email", "change-email", "update-user", "delete-user", "list-sessions", "forget-password"];
  const more = [
    "oidc/session",
    "renew-session",
    "session-token",
    "rotate-session",
    "admin/list-users",
    "two-factor/disable",
    "ok",
    "error",
  ];
  for (const endpoint of [...endpoints, ...more]) {
    for (const method of ["GET", "POST"]) {
      const init =
        method === "POST" ? { body: "{}", headers: { "content-type": "application/json", origin: app.url } } : {};
      const answer = await fetch(`${app.url}/api/auth/${endpoint}`, { method, ...init });
      expect(answer.status, `${method} ${endpoint}`).toBe(404);
    }
  }
});

test("a request whose length is said twice is refused", async ({ app }) => {
  const head = "POST /api/webhooks/vove HTTP/1.1\r\nhost: desk.test\r\ncontent-type: application/json\r\n";
  const both = `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nhost: desk.test\r\n\r\n`;
  expect(await raw(app, both)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw(app, `${head}content-length: 5\r\ncontent-length: 6\r\n\r\n{"a":`)).toMatch(/^HTTP\/1\.1 400 /);
});

test("what looks like SQL or a prototype is text", async ({ app, sender, caseExists, refId, api }) => {
  await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const list = async (q: string) =>
    (await (await api(`/api/v1/cases?q=${encodeURIComponent(q)}`)).json()) as { items: unknown[] };
  expect((await list("' or '1'='1")).items).toEqual([]);
  expect((await list("%' ) or 1=1 --")).items).toEqual([]);
  const body = `{"__proto__": {"role": "admin"}, "constructor": {"prototype": {"polluted": true}}, "name": "Acme"}`;
  const put = await api(`/api/v1/businesses/${refId}`, {
    method: "PUT",
    body,
    headers: { "content-type": "application/json" },
  });
  expect(put.status).toBe(400);
  expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
});

test("raw bytes come as a file of a harmless name", async ({ as, sender, caseExists, refId }) => {
  const { id } = await sender.send(refId, "IN_PROGRESS");
  await caseExists(refId);
  const page = await as("engineer");
  const answer = await page.request.get(`/events/${id}/raw`);
  expect(answer.headers()["content-disposition"]).toMatch(/^attachment; filename="[\w.-]+"$/);
  expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
});

test("the password's field masks it, and takes what a manager pastes", async ({ page }) => {
  await page.goto("/sign-in");
  const field = page.getByLabel("Password");
  await expect(field).toHaveAttribute("type", "password");
  await expect(field).toHaveAttribute("autocomplete", "current-password");
  await field.focus();
  await page.evaluate(() => document.execCommand("insertText", false, "pasted from a manager"));
  await expect(field).toHaveValue("pasted from a manager");
});
