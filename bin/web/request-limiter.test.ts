import { request as httpRequest, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rememberRequester } from "#lib/access/requester-key";
import { gracefulClose } from "./graceful-close.ts";
import { listenOn } from "./listen-on.ts";
import { trustOf } from "./remote-address.ts";
import { type Limits, RequestLimiter } from "./request-limiter.ts";
import { createWebServer } from "./server.ts";

const FEW: Limits = { maxConcurrent: 2, maxQueued: 1, maxWaitMs: 60_000, perSecond: 10, burst: 1000 };
const here = new AbortController().signal;
const acquire = async (limiter: RequestLimiter, name = "ada", signal = here) => {
  const slot = await limiter.acquire(name, signal);
  return "release" in slot ? slot.release : slot;
};
const refused = { retryAfterSeconds: 1, shouldLog: expect.any(Boolean) };

describe("RequestLimiter", () => {
  it("lets so many be at work, the next wait in line, and no more", async () => {
    const limiter = new RequestLimiter(FEW);
    const release = await acquire(limiter);
    await acquire(limiter);
    const waiting = vi.fn();
    const third = limiter.acquire("ada", here).then(waiting);
    expect(await acquire(limiter)).toEqual(refused);
    expect(await acquire(limiter, "grace")).toBeTypeOf("function");
    expect(waiting).not.toHaveBeenCalled();
    if (typeof release === "function") for (let twice = 0; twice < 2; twice++) release();
    await third;
    expect(waiting).toHaveBeenCalledOnce();
  });

  it("gives up for one who has waited too long or has gone, who then takes nobody's place", async () => {
    const limiter = new RequestLimiter({ ...FEW, maxConcurrent: 1, maxWaitMs: 1 });
    const release = await acquire(limiter);
    expect(await acquire(limiter)).toEqual(refused);
    const patient = new RequestLimiter({ ...FEW, maxConcurrent: 1 });
    const gone = new AbortController();
    const first = await acquire(patient);
    const second = acquire(patient, "ada", gone.signal);
    gone.abort();
    expect(await second).toEqual(refused);
    for (const one of [release, first]) if (typeof one === "function") one();
    expect(await acquire(patient)).toBeTypeOf("function");
  });

  it("lets a burst through, then so many a second, and tells of the refusal once", async () => {
    let now = 0;
    const limiter = new RequestLimiter({ ...FEW, burst: 3, perSecond: 2 }, () => now);
    const ask = async () => {
      const slot = await limiter.acquire("ada", here);
      if ("release" in slot) slot.release();
      return slot;
    };
    for (let n = 0; n < 3; n++) expect(await ask()).toHaveProperty("release");
    expect(await ask()).toEqual({ retryAfterSeconds: 1, shouldLog: true });
    expect(await ask()).toEqual({ retryAfterSeconds: 1, shouldLog: false });
    now += 500;
    expect(await ask()).toHaveProperty("release");
    expect(await ask()).toHaveProperty("retryAfterSeconds");
    now += 3_600_000;
    for (let n = 0; n < 3; n++) expect(await ask()).toHaveProperty("release");
    expect(await ask()).toMatchObject({ shouldLog: true });
  });

  it("remembers no more requesters than the maximum, and forgets none with a running request", async () => {
    const limiter = new RequestLimiter({ ...FEW, maxConcurrent: 1, maxQueued: 0 });
    await acquire(limiter, "at work");
    for (let n = 0; n < 10_050; n++) {
      const release = await acquire(limiter, `passes ${n}`);
      if (typeof release === "function") release();
    }
    expect(limiter.size).toBe(10_000);
    expect(await acquire(limiter, "at work")).toEqual(refused);
  });
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await gracefulClose(server)(0);
});

async function serve(handle: RequestListener): Promise<string> {
  const limiter = new RequestLimiter({ ...FEW, maxConcurrent: 1, maxQueued: 0 });
  const server = createWebServer(handle, { trust: trustOf(0), publicUrl: undefined, dev: false, limiter });
  servers.push(server);
  return `http://127.0.0.1:${await listenOn(server, { port: 0 })}`;
}

/** Answers nothing until it is told to. */
function holding() {
  const held: (() => void)[] = [];
  const handle = vi.fn<RequestListener>((_request, response) => void held.push(() => void response.end("answered")));
  return { handle, release: () => held.splice(0).map((answer) => answer()) };
}

describe("the web server", () => {
  const cookie = "other=1; casewire.session_token=abc.def";
  const token = { authorization: "Bearer a-token" };

  it("refuses one who is at work already, in the words of whoever asks, and nobody else", async () => {
    const { handle, release } = holding();
    const url = await serve(handle);
    const first = fetch(`${url}/cases`, { headers: { cookie } });
    await vi.waitUntil(() => handle.mock.calls.length === 1, 20_000);
    const page = await fetch(`${url}/events`, { headers: { cookie } });
    expect([page.status, page.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await page.text()).toContain("This page asks again by itself");
    const action = await fetch(`${url}/cases`, { method: "POST", headers: { cookie, "next-action": "7f" } });
    expect([action.status, action.headers.get("content-type")]).toEqual([429, "text/plain"]);
    const api = fetch(`${url}/api/v1/cases`, { headers: token });
    await vi.waitUntil(() => handle.mock.calls.length === 2, 20_000);
    const second = await fetch(`${url}/api/v1/events`, { headers: token });
    expect(second.status).toBe(429);
    expect(await second.json()).toMatchObject({ error: { code: "too-many" } });
    const others = [
      fetch(`${url}/sign-in`),
      fetch(`${url}/cases`, { headers: { cookie: "casewire.session_token=x" } }),
    ];
    await vi.waitUntil(() => handle.mock.calls.length === 4, 20_000);
    release();
    for (const answer of await Promise.all([first, api, ...others])) expect(answer.status).toBe(200);
    const again = fetch(`${url}/cases`, { headers: { cookie } });
    await vi.waitUntil(() => handle.mock.calls.length === 5, 20_000);
    release();
    expect((await again).status).toBe(200);
  });

  it("bounds neither webhooks nor live streams here, which have bounds of their own", async () => {
    const { handle, release } = holding();
    const url = await serve(handle);
    const paths = ["/api/live", "/api/live/cases", "/api/webhooks/vove", "/api/health", "/_next/static/a.js", "/cases"];
    const answers = paths.map((path) => fetch(`${url}${path}`, { headers: { cookie } }));
    await vi.waitUntil(() => handle.mock.calls.length === paths.length, 20_000);
    release();
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  });

  it("bounds all sessions of a person together once it knows whose they are", async () => {
    const { handle, release } = holding();
    const url = await serve(handle);
    const sessions = ["casewire.session_token=one", "casewire.session_token=two"];
    for (const session of sessions) rememberRequester(session, "ada");
    const first = fetch(`${url}/cases`, { headers: { cookie: sessions[0] ?? "" } });
    await vi.waitUntil(() => handle.mock.calls.length === 1, 20_000);
    expect((await fetch(`${url}/cases`, { headers: { cookie: sessions[1] ?? "" } })).status).toBe(429);
    release();
    await first;
  });

  it("gives the turn of one who has gone to the next", async () => {
    const { handle, release } = holding();
    const url = await serve(handle);
    const leaving = httpRequest(`${url}/cases`, { headers: { cookie } });
    leaving.on("error", () => {});
    leaving.end();
    await vi.waitUntil(() => handle.mock.calls.length === 1, 20_000);
    leaving.destroy();
    await new Promise((resolve) => leaving.once("close", resolve));
    await vi.waitUntil(async () => {
      const answer = fetch(`${url}/cases`, { headers: { cookie } });
      setTimeout(release, 20);
      return (await answer).status === 200;
    }, 20_000);
  });
});
