import autocannon from "autocannon";
import { type LoadResult, measureOwnCpu } from "./load-result.ts";
import { newMessage } from "./message.ts";

/** The timeout of VOVE ID's sender. */
const TIMEOUT_SECONDS = 15;
/** So many messages for each second are signed in advance, because signing would use CPU that the target needs. */
const PRESIGNED_PER_SECOND = 5000;

/**
 * Closed-loop load: each of `connections` connections sends a new message as soon as the last one is answered, for `seconds`. Throws when an
 * answer is not a 2xx. At most 200 seconds, because the timestamps signed in advance expire.
 */
export async function runClosedLoop(options: {
  port: number;
  secret: string;
  connections: number;
  seconds: number;
}): Promise<LoadResult> {
  const { port, secret, connections, seconds } = options;
  const latenciesMs: number[] = [];
  const presigned = Array.from({ length: Math.ceil(seconds * PRESIGNED_PER_SECOND) }, () => newMessage(secret));
  const setupRequest = (request: autocannon.Request) => ({ ...request, ...(presigned.pop() ?? newMessage(secret)) });
  const senderCpu = measureOwnCpu();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const sending = autocannon(
      {
        url: `http://127.0.0.1:${port}`,
        connections,
        duration: seconds,
        timeout: TIMEOUT_SECONDS,
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
  return { latenciesMs, seconds: result.duration, senderCpuSeconds: senderCpu() };
}
