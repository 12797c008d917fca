import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { NetworkFault } from "./network-fault.ts";
import { type PostRequest, post } from "./post.ts";
import type { Resolve } from "./resolve-host.ts";
import { policyOf, startHttp, startTcp } from "./testing/receiver.ts";

const policy = policyOf({ allow: "127.0.0.1" });
const BODY = Buffer.from('{"type":"test"}');

const send = (port: number, over: Partial<PostRequest> = {}) =>
  post({ url: `http://127.0.0.1:${port}/hooks?a=b`, headers: [], body: BODY, policy, ...over });
const faultOf = async (promise: Promise<unknown>): Promise<NetworkFault> => {
  const fault = await promise.then(
    () => "an answer",
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(NetworkFault);
  return fault as NetworkFault;
};

describe("post", () => {
  it("sends the bytes, and the headers as they are given", async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    const { port } = await startHttp(async (request, response) => {
      const body = await buffer(request);
      response.end(JSON.stringify({ url: request.url, raw: request.rawHeaders, body: body.toString("hex") }));
    });
    const headers: [string, string][] = [
      ["Content-Type", "application/json"],
      ["webhook-id", "msg_1"],
      ["X-City", "Zürich"],
      ["webhook-signature", "v1,a v1,b"],
    ];
    const answer = await send(port, { headers, body: bytes });
    expect(JSON.parse(answer.body.toString())).toEqual({
      url: "/hooks?a=b",
      raw: [
        ...["host", `127.0.0.1:${port}`],
        ...headers.flat(),
        ...["accept-encoding", "identity", "content-length", "5", "Connection", "keep-alive"],
      ],
      body: bytes.toString("hex"),
    });
  });

  it("gives the answer as it came", async () => {
    const { port } = await startHttp((_request, response) => {
      response.writeHead(202, ["X-Id", "7", "Set-Cookie", "a=b", "Set-Cookie", "c=d", "Content-Encoding", "gzip"]);
      response.end("not decompressed");
    });
    const answer = await send(port);
    expect(answer).toMatchObject({ status: 202, truncated: false, peerAddress: "127.0.0.1" });
    expect(answer.headers.slice(0, 4)).toEqual([
      ["X-Id", "7"],
      ["Set-Cookie", "a=b"],
      ["Set-Cookie", "c=d"],
      ["Content-Encoding", "gzip"],
    ]);
    expect(answer.body.toString()).toBe("not decompressed");
    expect(Number.isInteger(answer.durationMs)).toBe(true);
  });

  it.each([301, 302, 307, 308])("takes %d as the answer and follows no redirect", async (status) => {
    let requests = 0;
    const { port } = await startHttp((_request, response) => {
      requests += 1;
      response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    });
    expect((await send(port)).status).toBe(status);
    expect(requests).toBe(1);
  });

  it.each([200, 204, 304, 400, 410, 500, 599])("takes %d as an answer", async (status) => {
    const { port } = await startHttp((_request, response) => response.writeHead(status).end());
    expect((await send(port)).status).toBe(status);
  });

  it("takes an answer after 100 and 103 as the answer", async () => {
    const { port } = await startHttp((_request, response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: "</a>; rel=preload" });
      response.writeHead(201).end();
    });
    expect((await send(port)).status).toBe(201);
  });

  it("aborts at once, with the signal's reason", async () => {
    const { port, connections } = await startHttp(() => {});
    const stop = new AbortController();
    const sent = send(port, { signal: stop.signal });
    await expect.poll(() => connections.length).toBe(1);
    const closed = once(connections[0] as never, "close");
    const reason = new Error("the destination was deleted");
    stop.abort(reason);
    await expect(sent).rejects.toBe(reason);
    await closed;
    await expect(send(port, { signal: stop.signal })).rejects.toBe(reason);
    expect(connections).toHaveLength(1);
  });

  it("aborts while it resolves the name", async () => {
    const stop = new AbortController();
    const sent = post({
      url: "https://service.example/",
      headers: [],
      body: BODY,
      policy,
      signal: stop.signal,
      resolve: () => new Promise(() => {}),
    });
    await sleep(10);
    stop.abort();
    await expect(sent).rejects.toBe(stop.signal.reason);
  });

  it("throws what is a mistake of its caller as it is", async () => {
    const { port, connections } = await startHttp((_request, response) => response.end());
    await expect(send(port, { headers: [["x-key", "a\r\nb: c"]] })).rejects.toThrow(TypeError);
    expect(connections).toHaveLength(0);
  });
});

describe("a request without an answer says why", () => {
  it("where the connection is refused", async () => {
    const { port, connections } = await startTcp(() => {});
    expect(connections).toHaveLength(0);
    const fault = await faultOf(
      post({ url: `http://127.0.0.1:${await freePort(port)}/`, headers: [], body: BODY, policy }),
    );
    expect(fault.message).toBe("connection refused");
    expect(fault.peerAddress).toBeUndefined();
    expect(Number.isInteger(fault.durationMs)).toBe(true);
  });

  it("where the name is not found", async () => {
    const request = { url: "https://service.example/", headers: [], body: BODY, policy };
    const failing = (code: string) => async () => {
      throw Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
    };
    const wordsFor = async (resolve: Resolve) => (await faultOf(post({ ...request, resolve }))).message;
    expect(await wordsFor(failing("ENOTFOUND"))).toBe("name not found");
    expect(await wordsFor(failing("EAI_AGAIN"))).toBe("name not found: the name server did not answer");
    expect(await wordsFor(failing("EAI_FAIL"))).toBe("connection failed (EAI_FAIL)");
    expect(await wordsFor(async () => [])).toBe("name not found");
  });

  it.each([
    ["at once", ""],
    ["in the middle of the head", "HTTP/1.1 200 OK\r\ncontent-le"],
  ])("where the connection closes %s", async (_when, written) => {
    const { port } = await startTcp((socket) => socket.once("data", () => socket.end(written)));
    const fault = await faultOf(send(port));
    expect(fault.message).toBe("connection closed before an answer");
    expect(fault.peerAddress).toBe("127.0.0.1");
  });

  it.each([
    ["a length", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbegun"],
    ["chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nbegun\r\n"],
  ])("where an answer with %s breaks off", async (_with, written) => {
    const { port } = await startTcp((socket) => socket.once("data", () => socket.end(written)));
    expect((await faultOf(send(port))).message).toBe("answered 200, but the connection closed before the answer ended");
  });

  it("where the connection is reset", async () => {
    const { port } = await startTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect((await faultOf(send(port))).message).toBe("connection closed before an answer");
  });

  it.each(["220 mail.example ESMTP\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 abc\r\n\r\n", "\u0015\u0003\u0001"])(
    "where the answer is %j",
    async (greeting) => {
      const { port } = await startTcp((socket) => socket.write(greeting));
      expect((await faultOf(send(port))).message).toBe("the answer is not HTTP");
    },
  );

  it("where the headers of the answer do not end", async () => {
    const { port } = await startTcp((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${`x-filler: ${"a".repeat(1000)}\r\n`.repeat(20)}`),
    );
    expect((await faultOf(send(port))).message).toBe("the headers of the answer are over 16 kB");
  });

  it("where the URL is none that may be requested", async () => {
    const fault = await faultOf(post({ url: "https://ada:hunter2@service.example/", headers: [], body: BODY, policy }));
    expect(fault.message).toBe("the URL must hold no user name and no password: use a header instead");
  });
});

/** A port of 127.0.0.1 on which nothing listens. */
async function freePort(other: number): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  expect(port).not.toBe(other);
  return port;
}
