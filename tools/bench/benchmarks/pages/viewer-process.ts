/**
 * Many open boards, as the server sees them: each holds the two streams that components/live and components/standing-answer hold, and asks
 * for nothing else while it is open. Its parent tells it `{ url, cookies, count }`; it says `{ open }` once all are told their boards.
 */
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";

/** After a 503, which a busy server answers. */
const AGAIN_MS = 1000;

type Told = { url: string; cookies: string[]; count: number };

const heard = { answers: 0, bytes: 0 };

process.on("message", (told: Told | "figures") => {
  if (told === "figures") process.send?.(heard);
  else void openAll(told);
});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

async function openAll({ url, cookies, count }: Told): Promise<void> {
  for (let n = 0; n < count; n++) await openBoard(url, cookies[n % cookies.length] ?? "");
  process.send?.({ open: count });
}

/** Resolves once the board is told for the first time. */
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
      await setTimeout(AGAIN_MS);
    }
  };
  (await open("/api/live")).resume();
  const board = await open("/api/live/cases");
  await new Promise<void>((resolve) => {
    board.on("data", (text: string) => {
      heard.answers += text.match(/^event: answer$/gm)?.length ?? 0;
      heard.bytes += text.length;
      if (heard.answers > 0) resolve();
    });
  });
}
