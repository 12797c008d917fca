import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout } from "node:timers/promises";
import { headerPairs, readRequest } from "#bin/ingest/read-request";
import { CAUSE_SENTENCES, type Cause } from "#lib/ingest/cause";
import { verify } from "#lib/ingest/verify";
import type { Secret } from "#lib/sources/secret";
import { ReceivedEvents } from "./received-events.ts";

type Options = {
  secrets: () => Promise<readonly Secret[]>;
  /** The status that answers a verified request. */
  answer: number;
  delayMs: number;
  print: (line: string) => void;
};

/** How many requests were an event's first, a repeat of one, or not verified. */
type Tally = { events: number; repeats: number; notVerified: number };
type Judged = { counts?: keyof Tally; status: number; words: string };

const NO_SECRET = "no destination of this machine's Casewire has this port in its URL";

/** A server that verifies every POST, whatever its path, and prints a line for it. The tally counts as long as it runs. */
export function createReceiver({ secrets, answer, delayMs, print }: Options): { server: Server; tally: Tally } {
  const tally: Tally = { events: 0, repeats: 0, notVerified: 0 };
  const received = new ReceivedEvents();

  async function judge(request: IncomingMessage): Promise<Judged> {
    if (request.method !== "POST") return { status: 405, words: `${request.method} is no delivery` };
    const body = await readRequest(request);
    if (!Buffer.isBuffer(body)) return notVerified(400, "the body ended early or is larger than 1 MiB");
    const held = await secrets().catch(({ message }: Error) => message);
    if (typeof held === "string") return notVerified(503, `the secrets cannot be read: ${held}`);
    const verification = verify(headerPairs(request), body, held, new Date());
    const words = received.describe(body);
    if (!verification.genuine) return notVerified(401, whyNot(verification.cause), words);
    const { repeat, note } = received.add(verification.messageId, body);
    return { counts: repeat ? "repeats" : "events", status: answer, words: `${words}  verified${note}` };
  }

  const server = createServer(async (request, response) => {
    const at = new Date().toISOString().slice(11, 23);
    const { counts, status, words } = await judge(request);
    if (counts) tally[counts]++;
    print(`${at}  ${words}, answered ${status}`);
    if (delayMs > 0) await setTimeout(delayMs);
    response.writeHead(status).end();
  });
  return { server, tally };
}

function notVerified(status: number, why: string, words = "?"): Judged {
  return { counts: "notVerified", status, words: `${words}  NOT verified: ${why}` };
}

function whyNot(cause: Cause): string {
  if (cause === "no-secret") return NO_SECRET;
  const sentence = CAUSE_SENTENCES[cause];
  return sentence.charAt(0).toLowerCase() + sentence.slice(1, -1);
}
