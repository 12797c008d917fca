/**
 * Many open boards as the server sees them: each holds the two streams of an open page, and sends nothing else. The parent sends
 * `{ url, cookies, count }`; the reply `{ open }` comes when all of them have received their board.
 */
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";

/** The delay before a retry after a 503. */
const RETRY_MS = 1000;

type OpenRequest = { url: string; cookies: string[]; count: number };

const received = { answers: 0, bytes: 0 };

process.on("message", (message: OpenRequest | "figures") => {
  if (message === "figures") process.send?.(received);
  else void openAll(message);
});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

async function openAll({ url, cookies, count }: OpenRequest): Promise<void> {
  for (let n = 0; n < count; n++) await openBoard(url, cookies[n % cookies.length] ?? "");
  process.send?.({ open: count });
}

/** Resolves when the first board has arrived. */
async function openBoard(url: string, cookie: string): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const open = async (path: string) => {
    const headers = { accept: "text/event-stream", "cache-control": "no-cache", cookie };
    for (;;) {
      const stream = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${url}${path}`, { agent, headers }, resolve).on("error", reject);
      });
      if (stream.statusCode === 200) return stream.setEncoding("utf8");
      if (stream.statusCode !== 503) throw new Error(`${path} was answered ${stream.statusCode}.`);
      stream.resume();
      await setTimeout(RETRY_MS);
    }
  };
  (await open("/api/live")).resume();
  const board = await open("/api/live/cases");
  await new Promise<void>((resolve) => {
    board.on("data", (text: string) => {
      received.answers += text.match(/^event: answer$/gm)?.length ?? 0;
      received.bytes += text.length;
      if (received.answers > 0) resolve();
    });
  });
}
