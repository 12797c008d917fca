import { hash } from "node:crypto";
import { type Classified, classify } from "./classify.ts";
import { type EventTime, eventTime } from "./event-clock.ts";

/** Identifies a message. */
export type MessageKey = { source: string; messageId: string };

/** One genuine request, verified and not yet stored. */
export type Message = MessageKey & {
  attemptedAt: Date;
  secretFingerprint: string;
  body: Buffer;
  headers: [string, string][];
  remoteAddress: string;
  receivedAt: Date;
  /** `performance.now()` at the request's arrival. */
  startedAt: number;
};

/** A message with everything that follows from it alone. `hash` is the body's SHA-256 in hex. */
export type Prepared = { message: Message; hash: string; classified: Classified; time: EventTime };

export function prepare(message: Message): Prepared {
  return {
    message,
    hash: hash("sha256", message.body),
    classified: classify(message.body),
    time: eventTime(message),
  };
}

/** The key as one string, for maps. */
export function keyOf({ source, messageId }: MessageKey): string {
  return `${source} ${messageId}`;
}
