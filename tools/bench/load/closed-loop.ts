import autocannon from "autocannon";
import type { Driven } from "#tools/bench/targets/targets";
import { newMessage } from "./message.ts";
import { ownCpu } from "./own-cpu.ts";

/** The sender's own patience. */
const PATIENCE_SECONDS = 15;
/** So many a second are signed before the sending begins: signing would take from the cores that the door needs. */
const SIGNED_BEFORE = 5000;

/**
 * Sends to a door over `connections` connections for `seconds`: on each a new message as soon as the last is answered. Throws when an
 * answer is no success. A message signed before must still be young when it is sent: 200 seconds are the most.
 */
export async function driveDoor(options: {
  port: number;
  secret: string;
  connections: number;
  seconds: number;
}): Promise<Driven> {
  const { port, secret, connections, seconds } = options;
  const latenciesMs: number[] = [];
  const signed = Array.from({ length: Math.ceil(seconds * SIGNED_BEFORE) }, () => newMessage(secret));
  const setupRequest = (request: autocannon.Request) => ({ ...request, ...(signed.pop() ?? newMessage(secret)) });
  const spent = ownCpu();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const sending = autocannon(
      {
        url: `http://127.0.0.1:${port}`,
        connections,
        duration: seconds,
        timeout: PATIENCE_SECONDS,
        requests: [{ method: "POST", path: "/api/webhooks/vove", setupRequest }],
      },
      (error, ended) => (error ? reject(error) : resolve(ended)),
    );
    sending.on("response", (_client, _status, _bytes, milliseconds) => latenciesMs.push(milliseconds));
  });
  const { errors, timeouts, non2xx } = result;
  if (errors + timeouts + non2xx > 0) {
    throw new Error(`${errors} connections failed, ${timeouts} requests got no answer, ${non2xx} none of 2xx.`);
  }
  return { latenciesMs, seconds: result.duration, senderCpuSeconds: spent() };
}
