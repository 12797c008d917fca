import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { NetworkFault } from "./network-fault.ts";
import { type PostRequest, post } from "./post.ts";
import { resolveHost, shareLookups } from "./resolve-host.ts";
import { policyOf, startHttp, startTcp } from "./testing/receiver.ts";
import { checkUrl } from "./url-rules.ts";

const loopback = policyOf({ allow: "127.0.0.1" });
const strict = policyOf();
const answering = () => startHttp((_request, response) => response.end("{}"));
const send = (url: string, over: Partial<PostRequest> = {}) =>
  post({ url, headers: [], body: Buffer.from("{}"), policy: loopback, resolve: async () => ["127.0.0.1"], ...over });
const wordsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "an answer",
    (error: unknown) => {
      expect(error).toBeInstanceOf(NetworkFault);
      return (error as NetworkFault).message;
    },
  );

const LOOPBACK = "the address 127.0.0.1 is loopback: name it in CASEWIRE_DESTINATIONS_ALLOW to send there";

describe("a connection is made to addresses that are allowed", () => {
  it.each([
    "http://127.0.0.1",
    "https://127.0.0.1",
    "https://2130706433",
    "https://0177.0.0.1",
    "https://service.example",
  ])("and not to %s", async (url) => {
    const { port, connections } = await answering();
    expect(await wordsOf(send(`${url}:${port}/`, { policy: strict }))).toBe(LOOPBACK);
    expect(connections).toHaveLength(0);
  });

  it("and not to a name of which one address is refused", async () => {
    const { port, connections } = await answering();
    const resolve = async () => ["127.0.0.1", "10.0.0.3"];
    expect(await wordsOf(send(`http://service.example:${port}/`, { resolve }))).toBe(
      "the address 10.0.0.3 is private: set CASEWIRE_DESTINATIONS_PRIVATE=allow to send there",
    );
    expect(connections).toHaveLength(0);
  });

  it("and over http only where the list holds them", async () => {
    const resolve = async () => ["1.1.1.1"];
    expect(await wordsOf(send("http://service.example/", { resolve }))).toBe(
      "http:// is for hosts and addresses in CASEWIRE_DESTINATIONS_ALLOW: use https://",
    );
  });

  it("where a host is allowed by its name, whatever its address", async () => {
    const { port } = await answering();
    const policy = policyOf({ allow: "hooks.internal" });
    expect(await send(`http://hooks.internal:${port}/`, { policy })).toMatchObject({
      status: 200,
      peerAddress: "127.0.0.1",
    });
  });

  it("after the name was resolved once", async () => {
    const { port } = await answering();
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      // What a second question would be answered.
      return asked.length === 1 ? ["127.0.0.1"] : ["10.0.0.3"];
    };
    expect(await send(`http://service.example:${port}/`, { resolve })).toMatchObject({ status: 200 });
    expect(asked).toEqual(["service.example"]);
  });

  it("and not to a name that changed its answer after the URL was saved", async () => {
    const { port, connections } = await answering();
    const answers = [["1.1.1.1"], ["127.0.0.1"]];
    const resolve = async () => answers.shift() ?? [];
    const checked = await checkUrl(`https://service.example:${port}/`, strict, resolve);
    expect(checked).toEqual({ url: `https://service.example:${port}/` });
    expect(await wordsOf(send(`https://service.example:${port}/`, { policy: strict, resolve }))).toBe(LOOPBACK);
    expect(connections).toHaveLength(0);
  });

  it("and tries the next address where one does not connect", async () => {
    const { port } = await answering();
    const policy = policyOf({ allow: "127.0.0.0/8 ::1" });
    const resolve = async () => ["::1", "127.0.0.2", "127.0.0.1"];
    expect(await send(`http://service.example:${port}/`, { policy, resolve })).toMatchObject({
      status: 200,
      peerAddress: "127.0.0.1",
    });
  });

  it("by the machine's own names too", async () => {
    const { port } = await answering();
    const policy = policyOf({ allow: "127.0.0.1 ::1" });
    const answer = await send(`http://localhost:${port}/`, { policy, resolve: resolveHost });
    expect(answer).toMatchObject({ status: 200, peerAddress: "127.0.0.1" });
  });
});

describe("a kept connection", () => {
  it("serves the next request to the same scheme, host and port alone", async () => {
    const { port, connections } = await answering();
    await send(`http://service.example:${port}/a`);
    await send(`http://service.example:${port}/b`);
    expect(connections).toHaveLength(1);
    await send(`http://other.example:${port}/b`);
    expect(connections).toHaveLength(2);
  });

  it("is checked again, and carries nothing where its address is not allowed any more", async () => {
    let requests = 0;
    const { port, connections } = await startHttp((_request, response) => {
      requests += 1;
      response.end();
    });
    await send(`http://service.example:${port}/`);
    const resolve = async () => ["1.1.1.1"];
    expect(await wordsOf(send(`http://service.example:${port}/`, { policy: strict, resolve }))).toBe(LOOPBACK);
    await sleep(50);
    expect([requests, connections.length]).toEqual([1, 1]);
  });

  it("is closed when it was idle for some seconds, so that a changed name is seen", async () => {
    // node:http would close it from its side.
    const { port, connections } = await startTcp((socket) =>
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")),
    );
    await send(`http://service.example:${port}/`);
    await expect.poll(() => connections[0]?.destroyed, { timeout: 10_000 }).toBe(true);
    const resolve = async () => ["10.0.0.3"];
    expect(await wordsOf(send(`http://service.example:${port}/`, { resolve }))).toMatch(/^the address 10\.0\.0\.3/);
  });

  it("is replaced after a minute of use, for the same reason", async () => {
    const { port, connections } = await answering();
    const url = `http://service.example:${port}/`;
    await send(url);
    const clock = vi.spyOn(performance, "now");
    onTestFinished(() => clock.mockRestore());
    const now = performance.now();
    clock.mockImplementation(() => now + 59_000);
    await send(url);
    clock.mockImplementation(() => now + 61_000);
    await send(url);
    expect(connections).toHaveLength(1);
    await send(url);
    expect(connections).toHaveLength(2);
  });

  it("that the other side closes as it is used is replaced, and the request sent once more", async () => {
    const seen: string[] = [];
    const { port, connections } = await startTcp((socket) => {
      let requests = 0;
      socket.on("data", (bytes) => {
        if (!bytes.includes("POST")) return;
        requests += 1;
        seen.push(/x-id: (\d)/.exec(bytes.toString())?.[1] ?? "");
        if (requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        else socket.destroy();
      });
    });
    const one = await send(`http://service.example:${port}/`, { headers: [["x-id", "1"]] });
    const two = await send(`http://service.example:${port}/`, { headers: [["x-id", "2"]] });
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(seen).toEqual(["1", "2", "2"]);
    expect(connections).toHaveLength(2);
  });

  it("is none after an answer that was cut", async () => {
    const { port, connections } = await startHttp((_request, response) => response.end(Buffer.alloc(100_000)));
    await send(`http://service.example:${port}/`);
    await send(`http://service.example:${port}/`);
    expect(connections).toHaveLength(2);
  });

  it("is used by one request at a time", async () => {
    const { port, connections } = await startHttp((_request, response) => setTimeout(() => response.end(), 50));
    const url = `http://service.example:${port}/`;
    await Promise.all([send(url), send(url), send(url)]);
    await Promise.all([send(url), send(url), send(url)]);
    expect(connections).toHaveLength(3);
  });
});

describe("look-ups", () => {
  it("of one name at one time are one", async () => {
    const asked: string[] = [];
    const resolve = shareLookups(async (host) => {
      asked.push(host);
      await sleep(10);
      if (host === "none.example") throw new Error("none");
      return ["127.0.0.1"];
    });
    await Promise.all([resolve("a.example"), resolve("b.example"), resolve("a.example")]);
    await resolve("a.example");
    expect(asked).toEqual(["a.example", "b.example", "a.example"]);
    await expect(Promise.all([resolve("none.example"), resolve("none.example")])).rejects.toThrow("none");
    await expect(resolve("none.example")).rejects.toThrow("none");
    expect(asked).toHaveLength(5);
  });
});
