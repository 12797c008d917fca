import type { ServerResponse } from "node:http";
import type { Answer, Arrival } from "./delivery-receiver.ts";
import { accept } from "./delivery-receiver.ts";

/** A receiver that answers badly, and what our record of such an answer says. */
export type BadAnswer = {
  name: string;
  answer: Answer;
  /** Which requests it is given to; `accept` is given to the others. */
  to: (arrival: Arrival) => boolean;
  error: string;
  /** The seconds after which its retry may come; undefined: the scenario makes it due. */
  retryAfterSeconds?: number;
};

const DRIP_MS = 500;
const RETRY_AFTER_SECONDS = 8;

/** At each event's first arrival. */
const first = ({ nth }: Arrival) => nth === 1;
/** At the first arrival of a case, because it takes long. */
const firstOfCase = ({ nth, sequence }: Arrival) => nth === 1 && sequence === 1;

export const BAD_ANSWERS: BadAnswer[] = [
  { name: "hangs", to: firstOfCase, answer: () => {}, error: "no answer within 15 s" },
  {
    name: "drips",
    to: firstOfCase,
    answer: drip,
    error: "answered 200, but the answer did not end within 15 s",
  },
  {
    name: "answers-500",
    to: first,
    answer: (response) => response.writeHead(500).end("broken"),
    error: "answered 500",
  },
  {
    name: "redirects",
    to: first,
    answer: (response) => response.writeHead(301, { location: "/elsewhere" }).end(),
    error: "answered 301: redirects are not followed",
  },
  {
    name: "limits-rate",
    to: firstOfCase,
    answer: (response) => response.writeHead(429, { "retry-after": String(RETRY_AFTER_SECONDS) }).end(),
    error: "answered 429",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  {
    name: "cuts",
    to: first,
    answer: cutInAnswer,
    error: "answered 200, but the connection closed before the answer ended",
  },
];

/** The answer of such a receiver to each request. */
export function answering({ to, answer }: BadAnswer): Answer {
  return (response, arrival) => (to(arrival) ? answer : accept)(response, arrival);
}

/** A byte at a time, for ever. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/plain" });
  const timer = setInterval(() => response.write("."), DRIP_MS);
  response.once("close", () => clearInterval(timer));
}

function cutInAnswer(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "1000" });
  response.write("the beginning", () => response.destroy());
}

/** A 200 whose body does not end before so many bytes. It is accepted once the other side has read enough of it. */
export function endless(bytes: number): Answer {
  const chunk = Buffer.alloc(64 * 1024, "x");
  return (response, arrival) => {
    response.writeHead(200, { "content-type": "text/plain" });
    let left = bytes;
    const write = () => {
      while (left > 0 && !response.destroyed) {
        left -= chunk.length;
        if (!response.write(chunk)) return;
      }
      response.end();
    };
    response.on("drain", write);
    response.once("close", () => {
      arrival.acceptedAt = Date.now();
    });
    write();
  };
}
