import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { TrustedProxies } from "#lib/environment";
import { listenOn } from "./listen-on.ts";
import { trustOf } from "./remote-address.ts";
import { RequestLimiter } from "./request-limiter.ts";
import { createWebServer } from "./server.ts";

const closings: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

type Asked = { headers?: OutgoingHttpHeaders; path?: string; method?: string };
type Seen = { status: number; body: string; headers: IncomingHttpHeaders };

/** A server that trusts `proxies`; `ask` resolves to its answer and to the headers that reached the pages. */
async function serve(proxies: TrustedProxies, publicUrl?: string): Promise<(asked?: Asked) => Promise<Seen>> {
  let seen: IncomingHttpHeaders = {};
  const handle = (request: { headers: IncomingHttpHeaders }, response: { end: () => unknown }) => {
    seen = { ...request.headers };
    response.end();
  };
  const server = createWebServer(handle, { trust: trustOf(proxies), publicUrl, dev: false });
  closings.push(() => server.close());
  const port = await listenOn(server, { port: 0, host: "127.0.0.1" });
  return async ({ headers = {}, path = "/cases", method = "GET" } = {}) => {
    seen = {};
    const sent = httpRequest({ host: "127.0.0.1", port, path, method, headers: { host: "inner:3000", ...headers } });
    const [answer] = await once(sent.end(), "response");
    return { status: answer.statusCode, body: await text(answer), headers: seen };
  };
}

const FORWARDED = {
  "x-forwarded-for": "6.6.6.6, 203.0.113.7",
  "x-forwarded-host": "desk.example",
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
  forwarded: "for=6.6.6.6;host=evil.example",
};
const about = ({ headers }: Seen) => [headers["x-casewire-remote"], headers["x-casewire-origin"], headers.host];
const names = ({ headers }: Seen) => Object.keys(headers).filter((name) => name.includes("forwarded"));

describe("what a request says of its client", () => {
  it("is believed from a trusted proxy, and taken out", async () => {
    for (const proxies of [1, ["loopback"]]) {
      const seen = await (await serve(proxies))({ headers: FORWARDED });
      expect(about(seen)).toEqual(["203.0.113.7", "https://desk.example", "desk.example"]);
      expect(names(seen)).toEqual([]);
    }
  });

  it("is believed of nobody else, and taken out", async () => {
    for (const proxies of [0, ["10.0.0.0/8"]]) {
      const seen = await (await serve(proxies))({ headers: FORWARDED });
      expect(about(seen)).toEqual(["127.0.0.1", "http://inner:3000", "inner:3000"]);
      expect(names(seen)).toEqual([]);
    }
  });

  it.each([
    ["evil.example, desk.example", "desk.example"],
    ["desk.example:8443", "desk.example:8443"],
    ["[2001:db8::1]:8443", "[2001:db8::1]:8443"],
    ["desk.example/path", "inner:3000"],
    ["someone@desk.example", "inner:3000"],
    ["", "inner:3000"],
  ])("of the hosts %j is %s", async (hosts, host) => {
    const ask = await serve(1);
    expect((await ask({ headers: { ...FORWARDED, "x-forwarded-host": hosts } })).headers.host).toBe(host);
  });

  it("stays with a webhook as evidence, and is not believed there", async () => {
    const seen = await (await serve(0))({ headers: FORWARDED, path: "/api/webhooks/vove", method: "POST" });
    expect(seen.headers).toMatchObject(FORWARDED);
    expect(about(seen)[0]).toBe("127.0.0.1");
  });

  it("loses every header in our name", async () => {
    const claims = { "x-casewire-remote": "6.6.6.6", "x-casewire-origin": "http://evil.example", "x-casewire-x": "1" };
    for (const proof of ["", "AAAA", Buffer.alloc(32).toString("base64url")]) {
      const seen = await (await serve(1))({ headers: { ...claims, "x-casewire-proof": proof } });
      expect(about(seen)).toEqual(["127.0.0.1", "http://inner:3000", "inner:3000"]);
      expect(seen.headers).not.toHaveProperty("x-casewire-x");
    }
  });
});

describe("a request that we send ourselves with the headers of another", () => {
  it("comes from that one's client", async () => {
    const ask = await serve(1);
    const { headers } = await ask({ headers: FORWARDED });
    const again = await ask({
      headers: { ...headers, host: "127.0.0.1:1", "x-forwarded-for": "127.0.0.1" },
      path: "/team",
    });
    expect(about(again)).toEqual(["203.0.113.7", "https://desk.example", "desk.example"]);
    expect(again.headers["x-casewire-path"]).toBe("/team");
  });

  it("has the turn of the one that waits for it", async () => {
    const limiter = new RequestLimiter({ maxConcurrent: 1, maxQueued: 0, maxWaitMs: 100, perSecond: 100, burst: 100 });
    const statuses: number[] = [];
    const server = createWebServer(
      async (request, response) => {
        const { port } = server.address() as AddressInfo;
        if (request.url === "/outer") {
          for (const headers of [request.headers, { ...request.headers, "x-casewire-proof": "none" }]) {
            const [answer] = await once(httpRequest({ port, path: "/inner", headers }).end(), "response");
            statuses.push(answer.statusCode);
          }
        }
        response.end();
      },
      { trust: trustOf(0), publicUrl: undefined, dev: false, limiter },
    );
    closings.push(() => server.close());
    const port = await listenOn(server, { port: 0, host: "127.0.0.1" });
    await once(httpRequest({ port, path: "/outer", headers: { authorization: "Bearer a" } }).end(), "response");
    expect(statuses).toEqual([200, 429]);
  });

  it("proves that one client and no other", async () => {
    const ask = await serve(1);
    const { headers } = await ask({ headers: FORWARDED });
    const other = await ask({ headers: { ...headers, "x-casewire-remote": "198.51.100.9" } });
    expect(about(other)[0]).toBe("127.0.0.1");
  });
});

describe("a form whose address a proxy changed", () => {
  const form = { method: "POST", headers: { origin: "https://desk.example" } };

  it("is refused with the variable to set", async () => {
    const { status, body } = await (await serve(0))(form);
    expect(status).toBe(403);
    expect(body).toMatch(/another site: desk\.example, while this is inner:3000\..* set CASEWIRE_URL/);
  });

  it("is refused with the address that is set, where it is another", async () => {
    const { status, body } = await (await serve(0, "https://other.example"))(form);
    expect([status, body]).toEqual([403, expect.stringContaining("CASEWIRE_URL, which is https://other.example")]);
  });

  it("is taken where a trusted proxy names that address, or CASEWIRE_URL does", async () => {
    const headers = { ...form.headers, "x-forwarded-host": "desk.example" };
    expect((await (await serve(1))({ ...form, headers })).status).toBe(200);
    expect((await (await serve(0, "https://desk.example"))(form)).status).toBe(200);
  });
});
