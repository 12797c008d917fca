import { get } from "node:http";
import { afterEach, expect, it, vi } from "vitest";
import type { TrustedProxies } from "#lib/environment";
import { log } from "#lib/log";
import { gracefulClose } from "./graceful-close.ts";
import { listenOn } from "./listen-on.ts";
import { trustOf } from "./remote-address.ts";
import { createWebServer } from "./server.ts";

const closings: ((ms: number) => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close(0);
});

/** The warnings that three requests through a proxy which speaks TLS leave. */
async function warnings(proxies: TrustedProxies, publicUrl?: string): Promise<string[]> {
  const server = createWebServer((_request, response) => response.end(), {
    trust: trustOf(proxies),
    publicUrl,
    dev: false,
  });
  closings.push(gracefulClose(server));
  const port = await listenOn(server, { port: 0 });
  const logged = vi.spyOn(log, "warn").mockImplementation(() => {});
  for (let n = 0; n < 3; n++) {
    const headers = { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" };
    await new Promise((resolve) => get({ port, headers }, (answer) => answer.resume().on("end", resolve)));
  }
  const lines = logged.mock.calls.map(([line]) => String(line));
  logged.mockRestore();
  return lines.filter((line) => line.includes("CASEWIRE_URL"));
}

it("tells once that TLS stands in front while CASEWIRE_URL is not set", async () => {
  expect(await warnings(1)).toHaveLength(1);
});

it("says nothing where CASEWIRE_URL is set, nor on the word of a client that is no trusted proxy", async () => {
  expect(await warnings(1, "https://desk.test")).toEqual([]);
  expect(await warnings(0)).toEqual([]);
});
