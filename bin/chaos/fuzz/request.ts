import { once } from "node:events";
import type { Part } from "#bin/chaos/part";
import { openSocket } from "#bin/chaos/raw-request";

export type HostileRequest = { method: string; path: string; headers: [string, string][]; body: Buffer };

const PATIENCE_MS = 30_000;

/**
 * Sends a request as bytes, which no client of ours would agree to, over a connection of its own. Returns the answer's status; 0 when the
 * connection was closed without one. Throws when there is none in time.
 */
export async function sendHostile(door: Part | undefined, request: HostileRequest): Promise<number> {
  const socket = await openSocket(door);
  let answer = "";
  socket.on("data", (bytes) => {
    // The status line is enough, and a page is long.
    if (answer.length < 64) answer += bytes.toString("latin1");
  });
  const timer = setTimeout(() => socket.destroy(new Error("late")), PATIENCE_MS);
  const late = new Promise<boolean>((resolve) => {
    socket.once("error", (error) => resolve(error.message === "late"));
    socket.once("close", () => resolve(false));
  });
  socket.write(head(request));
  socket.end(request.body);
  const wasLate = await late;
  clearTimeout(timer);
  if (!socket.closed) await once(socket, "close");
  if (wasLate) throw new Error(`No answer within ${PATIENCE_MS / 1000} s.`);
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

function head({ method, path, headers, body }: HostileRequest): Buffer {
  const fixed: [string, string][] = [
    ["host", "127.0.0.1"],
    ["connection", "close"],
    ["content-length", String(body.length)],
  ];
  const lines = [...fixed, ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`, "utf8");
}
