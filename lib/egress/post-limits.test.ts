import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { NetworkFault } from "./network-fault.ts";
import { type PostRequest, post } from "./post.ts";
import { policyOf, startHttp, startTcp } from "./testing/receiver.ts";

const CAP = 20_000;
const MB = 1_000_000;
const send = (port: number, over: Partial<PostRequest> = {}) =>
  post({
    url: `http://127.0.0.1:${port}/`,
    headers: [],
    body: Buffer.from("{}"),
    policy: policyOf({ allow: "127.0.0.1" }),
    ...over,
  });
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("an answer came"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(NetworkFault);
      return error as NetworkFault;
    },
  );

describe("an answer is read to the cap", () => {
  it.each([
    [0, false],
    [CAP - 1, false],
    [CAP, false],
    [CAP + 1, true],
    [10 * CAP, true],
  ])("of %d bytes", async (size, truncated) => {
    const bytes = Buffer.alloc(size, "0123456789");
    const { port } = await startHttp((_request, response) => response.end(bytes));
    const answer = await send(port);
    expect([answer.status, answer.body.length, answer.truncated]).toEqual([200, Math.min(size, CAP), truncated]);
    expect(answer.body.equals(bytes.subarray(0, CAP))).toBe(true);
  });

  it.each([
    ["of 1 GB", { "content-length": String(1000 * MB) }],
    ["without an end", {}],
  ])("%s, and its sender can write no more than a few MB", async (_what, headers) => {
    const chunk = Buffer.alloc(64 * 1024, "x");
    let written = 0;
    const { port } = await startHttp((_request, response) => {
      response.writeHead(200, headers);
      const write = () => {
        while (!response.destroyed && written < 1000 * MB) {
          written += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on("drain", write).on("error", () => {});
      write();
    });
    const answer = await send(port);
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body).toHaveLength(CAP);
    await sleep(200);
    expect(written).toBeLessThan(16 * MB);
  });

  it("that would unpack to more is kept packed", async () => {
    const { gzipSync } = await import("node:zlib");
    const packed = gzipSync(Buffer.alloc(5 * MB));
    const { port } = await startHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(packed),
    );
    const answer = await send(port);
    expect(answer.body.equals(packed)).toBe(true);
  });
});

describe("all of it has one deadline", () => {
  const within = async (promise: Promise<unknown>) => {
    const fault = await faultOf(promise);
    expect(fault.durationMs).toBeGreaterThanOrEqual(290);
    expect(fault.durationMs).toBeLessThan(5000);
    return fault.message;
  };

  it("where the name is not resolved", async () => {
    const request = { url: "https://service.example/", timeoutMs: 300, resolve: () => new Promise<string[]>(() => {}) };
    expect(await within(send(0, request))).toBe("no answer within 0.3 s");
  });

  it("where the handshake does not end", async () => {
    const { port, connections } = await startTcp((socket) => socket.resume());
    expect(await within(send(port, { url: `https://127.0.0.1:${port}/`, timeoutMs: 300 }))).toBe(
      "no answer within 0.3 s",
    );
    await expect.poll(() => connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it("where no answer comes, and the connection is closed then", async () => {
    const { port, connections } = await startHttp(() => {});
    const fault = await faultOf(send(port, { timeoutMs: 300 }));
    expect([fault.message, fault.peerAddress]).toEqual(["no answer within 0.3 s", "127.0.0.1"]);
    await expect.poll(() => connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it.each([
    ["headers", "HTTP/1.1 200 OK\r\nx-slow: ", "no answer within 0.3 s"],
    [
      "a body",
      "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n",
      "answered 200, but the answer did not end within 0.3 s",
    ],
    ["interim answers", "", "no answer within 0.3 s"],
  ])("where %s drip", async (_what, head, words) => {
    const { port } = await startTcp((socket) => {
      socket.write(head);
      const drip = setInterval(() => socket.write(head === "" ? "HTTP/1.1 102 Processing\r\n\r\n" : "x"), 20);
      socket.on("close", () => clearInterval(drip));
    });
    expect(await within(send(port, { timeoutMs: 300 }))).toBe(words);
  });

  it("where the request's body is not read", async () => {
    const { port } = await startTcp((socket) => socket.pause());
    expect(await within(send(port, { body: Buffer.alloc(32 * MB), timeoutMs: 300 }))).toBe("no answer within 0.3 s");
  });

  it("within which an answer may be silent for longer than an idle connection", async () => {
    const { port } = await startHttp((_request, response) => setTimeout(() => response.end("{}"), 4500));
    expect(await send(port)).toMatchObject({ status: 200 });
  });

  it("of 15 s, unless another is given", async () => {
    const { port, connections } = await startHttp(() => {});
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const sent = send(port);
    const fault = faultOf(sent);
    await vi.advanceTimersByTimeAsync(14_999);
    while (connections.length === 0) await nextTurn();
    expect(await Promise.race([sent.catch(() => "failed"), nextTurn("waiting")])).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1);
    expect((await fault).message).toBe("no answer within 15 s");
  });
});
