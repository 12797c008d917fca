import { setTimeout } from "node:timers/promises";
import { connect } from "#db/connect";
import { CHANNEL } from "./topics.ts";

const BEAT_MS = 10_000;
const ANSWER_MS = 5000;

/**
 * One life of a LISTEN connection: calls `live` once it listens and `heard` with each payload, and settles when the connection is
 * lost (rejecting, mostly) or `signal` aborts. A beat notices a server that went away without closing.
 */
export async function holdConnection(
  url: string,
  signal: AbortSignal,
  on: { live: () => void; heard: (payload: string) => void },
): Promise<void> {
  const lost = Promise.withResolvers<void>();
  const client = connect(url, {
    purpose: "live",
    connect_timeout: 5,
    max_lifetime: null,
    onclose: () => lost.resolve(),
    // `client.listen` would open a client of its own and hide from us when it is lost.
    onnotify: (_channel: string, payload: string) => on.heard(payload),
  });
  signal.addEventListener("abort", () => lost.resolve(), { once: true });
  try {
    await soon(client.unsafe(`listen ${CHANNEL}`));
    if (!signal.aborted) on.live();
    while (
      !signal.aborted &&
      (await Promise.race([lost.promise.then(() => "lost"), setTimeout(BEAT_MS, "beat", { ref: false })])) === "beat"
    ) {
      await soon(client`select 1`);
    }
  } finally {
    await client.end({ timeout: 0 });
  }
}

/** `answer`, or an error when it takes longer than a healthy server ever does. */
async function soon(answer: PromiseLike<unknown>): Promise<void> {
  const late = setTimeout(ANSWER_MS, "late", { ref: false });
  if ((await Promise.race([answer, late])) === "late") throw new Error("PostgreSQL does not answer.");
}
