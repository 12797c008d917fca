import { setTimeout } from "node:timers/promises";
import { connect } from "#db/connect";
import { CHANNEL } from "./topics.ts";

const HEALTH_CHECK_MS = 10_000;
/** A healthy server answers sooner. */
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Opens one LISTEN connection: calls `onLive` once it listens and `onPayload` with each payload. Settles when the connection is lost, mostly
 * by rejecting, or when `signal` aborts. A query every ten seconds finds a server that vanished without closing the connection.
 */
export async function openListenConnection(
  url: string,
  signal: AbortSignal,
  { onLive, onPayload }: { onLive: () => void; onPayload: (payload: string) => void },
): Promise<void> {
  const lost = Promise.withResolvers<"lost">();
  const client = connect(url, {
    purpose: "live",
    connect_timeout: 5,
    max_lifetime: null,
    onclose: () => lost.resolve("lost"),
    // `client.listen` would open a client of its own and hide from us when it is lost.
    onnotify: (_channel: string, payload: string) => onPayload(payload),
  });
  signal.addEventListener("abort", () => lost.resolve("lost"), { once: true });
  const pause = () => Promise.race([lost.promise, setTimeout(HEALTH_CHECK_MS, "check" as const, { ref: false })]);
  try {
    await withinTimeout(client.unsafe(`listen ${CHANNEL}`));
    if (!signal.aborted) onLive();
    while (!signal.aborted && (await pause()) === "check") await withinTimeout(client`select 1`);
  } finally {
    await client.end({ timeout: 0 });
  }
}

async function withinTimeout(answer: PromiseLike<unknown>): Promise<void> {
  const late = setTimeout(ANSWER_TIMEOUT_MS, "late", { ref: false });
  if ((await Promise.race([answer, late])) === "late") throw new Error("PostgreSQL does not answer.");
}
