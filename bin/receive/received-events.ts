import { createHash } from "node:crypto";
import { z } from "zod";
import { classify } from "#lib/ingest/classify";

const MAX_CHARACTERS = 80;

/** The fields of an event of Casewire that a line shows. */
const casewireEvent = z.object({
  type: z.string(),
  data: z.object({ source: z.string().optional(), refId: z.string().optional(), sequence: z.number().optional() }),
});

type Shown = { type: string; refId: string | undefined; case: string; sequence: number | undefined };

/** What was received so far: which ids, with which bytes, and the highest sequence of each case. */
export class ReceivedEvents {
  private readonly byId = new Map<string, { bytes: string; times: number }>();
  private readonly sequences = new Map<string, number>();

  /** Type, refId and sequence, as the body states them. Of the sender's own bodies the type follows from the status. */
  describe(body: Buffer): string {
    const { type, refId, sequence } = read(body);
    const words = [type, refId ?? "no case", ...(sequence === undefined ? [] : [`sequence ${sequence}`])];
    return words.map(printable).join("  ");
  }

  /** Adds one verified request. `note` says what a receiver should notice: a repeat, other bytes under the same id, an older sequence. */
  add(messageId: string, body: Buffer): { repeat: boolean; note: string } {
    const bytes = createHash("sha256").update(body).digest("base64");
    const earlier = this.byId.get(messageId);
    this.byId.set(messageId, { bytes: earlier?.bytes ?? bytes, times: (earlier?.times ?? 0) + 1 });
    if (earlier) {
      const other = earlier.bytes === bytes ? "" : " with OTHER BYTES";
      return { repeat: true, note: `, ${printable(messageId)} received ${earlier.times + 1} times${other}` };
    }
    const { case: of, sequence } = read(body);
    const highest = this.sequences.get(of) ?? 0;
    if (sequence === undefined) return { repeat: false, note: "" };
    this.sequences.set(of, Math.max(highest, sequence));
    return { repeat: false, note: sequence < highest ? `, AFTER sequence ${highest}` : "" };
  }
}

function read(body: Buffer): Shown {
  const event = casewireEvent.safeParse(parsed(body));
  if (!event.success) {
    const { type, refId } = classify(body);
    return { type, refId: refId ?? undefined, case: "", sequence: undefined };
  }
  const { type, data } = event.data;
  return { type, refId: data.refId, case: JSON.stringify([data.source, data.refId]), sequence: data.sequence };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Without characters that a terminal acts on or does not show. */
function printable(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, "\ufffd").slice(0, MAX_CHARACTERS);
}
