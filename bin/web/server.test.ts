import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { eventually } from "#db/testing/eventually";
import { publicAction } from "#lib/access/endpoints/action";
import { IDLE } from "#lib/access/endpoints/action-state";
import type { TrustedProxies } from "#lib/environment";
import { gracefulClose } from "./graceful-close.ts";
import { listenOn } from "./listen-on.ts";
import { trustOf } from "./remote-address.ts";
import { createWebServer } from "./server.ts";

type Closing = (ms: number) => Promise<void>;
const closings: Closing[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close(0);
});

async function serve(
  handle: RequestListener,
  publicUrl?: string,
  proxies: TrustedProxies = 0,
): Promise<{ server: Server; close: Closing; port: number; url: string }> {
  const server = createWebServer(handle, { trust: trustOf(proxies), publicUrl, dev: false });
  const close = gracefulClose(server);
  closings.push(close);
  const port = await listenOn(server, { port: 0 });
  return { server, close, port, url: `http://127.0.0.1:${port}/` };
}

describe("createWebServer", () => {
  it("overwrites what a client claims about itself", async () => {
    let seen: IncomingHttpHeaders = {};
    const { url } = await serve((request, response) => {
      seen = request.headers;
      response.end();
    });
    const claims = {
      "x-casewire-remote": "6.6.6.6",
      "x-casewire-path": "//evil.test",
      "x-nonce": "guessed",
      "content-security-policy": "script-src *",
    };
    const answer = await fetch(url, { headers: { ...claims, "content-security-policy-report-only": "script-src *" } });
    expect(seen["x-casewire-remote"]).toBe("127.0.0.1");
    expect(seen["x-casewire-path"]).toBe("/");
    expect(seen["content-security-policy"]).toBe(answer.headers.get("content-security-policy"));
    expect(seen["content-security-policy"]).toContain(`'nonce-${seen["x-nonce"]}'`);
    expect(seen["x-nonce"]).not.toBe("guessed");
    expect(seen).not.toHaveProperty("content-security-policy-report-only");
  });

  it.each(["/%", "/cases/%zz", "/cases/%dd", "/cases/a%00b", "/cases?q=%00", "*"])(
    "refuses the address %s, which nobody can read, and passes on none such",
    async (path) => {
      const handle = vi.fn<RequestListener>((_request, response) => response.end());
      const { port } = await serve(handle);
      const [answer] = await once(httpRequest({ port, path }).end(), "response");
      expect(answer.statusCode).toBe(400);
      expect(answer.headers["content-security-policy"]).toBeTypeOf("string");
      expect(handle).not.toHaveBeenCalled();
    },
  );

  it.each([
    ["/api/webhooks/vove/", "/api/webhooks/vove"],
    ["///api//webhooks///vove//?a=//", "/api/webhooks/vove?a=//"],
    ["/api/health/", "/api/health"],
    ["http://desk.test/api/webhooks/vove", "/api/webhooks/vove"],
    ["HTTPS://someone@desk.test?q=1", "/?q=1"],
    ["http://desk.test//cases/", "//cases/"],
    ["/api/webhooks/", "/api/webhooks/"],
    ["/api/webhooks/vove/x/", "/api/webhooks/vove/x/"],
    ["/api/v1/cases/a%2F/", "/api/v1/cases/a%2F/"],
    ["/cases/?q=/api/webhooks/vove/", "/cases/?q=/api/webhooks/vove/"],
  ])("reads the target %s as %s", async (path, read) => {
    let seen: { url?: string | undefined; host?: string | undefined } = {};
    const { port } = await serve((request, response) => {
      seen = { url: request.url, host: request.headers.host };
      response.end();
    });
    await once(httpRequest({ port, path, method: "POST", headers: { host: "as-sent" } }).end(), "response");
    expect(seen).toEqual({ url: read, host: /^https?:/i.test(path) ? "desk.test" : "as-sent" });
  });

  it.each(["ftp://desk.test/", "http:///cases", "desk.test:443"])("refuses the target %s", async (path) => {
    const { port } = await serve((_request, response) => response.end());
    const [answer] = await once(httpRequest({ port, path }).end(), "response");
    expect(answer.statusCode).toBe(400);
  });

  it("refuses TRACE, which Next cannot pass on", async () => {
    const handle = vi.fn<RequestListener>((_request, response) => response.end());
    const { port } = await serve(handle);
    const [answer] = await once(httpRequest({ port, method: "TRACE" }).end(), "response");
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toContain("GET");
    expect(handle).not.toHaveBeenCalled();
  });

  it.each(["/cases/a%2Fb%20c%25%C3%A9", "/cases?q=50%", "/cases?q=%25zz"])("passes on %s", async (path) => {
    const { url } = await serve((_request, response) => response.end());
    expect((await fetch(new URL(path, url))).status).toBe(200);
  });

  it("gives each answer a strict policy and a nonce of its own", async () => {
    const { url } = await serve((_request, response) => response.end());
    const [one, other] = await Promise.all([fetch(url), fetch(url)]);
    const policy = one.headers.get("content-security-policy") ?? "";
    expect(policy).not.toMatch(/unsafe/);
    expect(policy).toMatch(/frame-ancestors 'none'.*base-uri 'none'/);
    expect(policy).not.toBe(other.headers.get("content-security-policy"));
    expect(Object.fromEntries(one.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringMatching(/\bcamera=\(\).*\busb=\(\)/),
    });
    expect(one.headers.has("strict-transport-security")).toBe(false);
  });

  it("lets a form of our public address pass for our own behind a proxy that renames the host, and no other form", async () => {
    const hosts: unknown[] = [];
    const { url } = await serve((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    }, "https://desk.example");
    const { host } = new URL(url);
    await fetch(url, { headers: { origin: "https://desk.example" } });
    await fetch(url, { headers: { origin: "https://evil.example" } });
    await fetch(url);
    expect(hosts).toEqual(["desk.example", host, host]);
  });

  it.each(["https://evil.example", "null", "no address"])("refuses a form from %s", async (origin) => {
    const handle = vi.fn<RequestListener>((_request, response) => response.end());
    const { url } = await serve(handle);
    const post = (headers: Record<string, string>, path = "cases") =>
      fetch(new URL(path, url), { method: "POST", headers }).then(({ status }) => status);
    expect(await post({ origin })).toBe(403);
    expect(handle).not.toHaveBeenCalled();
    expect(await post({ origin: new URL(url).origin })).toBe(200);
    expect(await post({})).toBe(200);
    expect(await post({ origin }, "api/webhooks/vove")).toBe(200);
  });

  it("calls it the sender's fault when a server action cannot read what it is given, and nothing else", async () => {
    const read = publicAction(z.object({}), async () => {});
    const { url } = await serve(async (request, response) => {
      if (request.headers["content-type"] === "text/plain") await read(IDLE, new FormData());
      response.statusCode = 500;
      response.end();
    });
    const post = (headers: Record<string, string>) =>
      fetch(url, { method: "POST", headers }).then(({ status }) => status);
    expect(await post({ "next-action": "7f" })).toBe(400);
    expect(await post({ "content-type": "multipart/form-data" }), "a form without its fields").toBe(400);
    expect(await post({ "next-action": "7f", "content-type": "text/plain" }), "it had begun").toBe(500);
    expect(await post({})).toBe(500);
  });

  it("promises https only where the public address is https", async () => {
    const { url } = await serve((_request, response) => response.end(), "https://desk.example");
    expect((await fetch(url)).headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
  });

  it("refuses headers beyond 16 KiB", async () => {
    const { url } = await serve((_request, response) => response.end());
    expect((await fetch(url, { headers: { "x-long": "x".repeat(17_000) } })).status).toBe(431);
  });

  it("lets a sender that never ends its headers go", async () => {
    const { server, port } = await serve((_request, response) => response.end());
    expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
    server.headersTimeout = 200;
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n");
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes;
    });
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1.1 408/);
  });
});

describe("gracefulClose", () => {
  it("lets a request under way finish, on a kept connection too", async () => {
    const underWay = Promise.withResolvers<void>();
    const { close, url } = await serve(async (_request, response) => {
      underWay.resolve();
      await setTimeout(300);
      response.end("done");
    });
    const answer = fetch(url).then((response) => response.text());
    await underWay.promise;
    const begun = performance.now();
    await close(5000);
    expect(await answer).toBe("done");
    expect(performance.now() - begun).toBeLessThan(2000);
    await expect(fetch(url)).rejects.toThrow();
  });

  it("does not wait for a connection held in reserve, or kept after its answer", async () => {
    const { server, close, port } = await serve((_request, response) => response.end("done"));
    const [reserve, kept] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    kept.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await once(kept, "data");
    await eventually(() => expect(connectionsOf(server)).resolves.toBe(2));
    const begun = performance.now();
    await Promise.all([close(5000), once(reserve, "close"), once(kept, "close")]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("cuts a request that does not end in time", async () => {
    const { server, close, url } = await serve(() => {});
    const hanging = new Promise((resolve) => httpRequest(url).on("error", resolve).end());
    await eventually(() => expect(connectionsOf(server)).resolves.toBe(1));
    await close(100);
    expect(await hanging).toMatchObject({ code: "ECONNRESET" });
  });
});

it("says in one line that a port is taken", async () => {
  const { port } = await serve(() => {});
  const other = createWebServer(() => {}, { trust: trustOf(0), publicUrl: undefined, dev: false });
  await expect(listenOn(other, { port })).rejects.toThrow(`Port ${port} is taken. Set PORT to a free one.`);
});

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n))));
}
