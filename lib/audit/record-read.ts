import { database } from "#db/pool";
import { dataReads } from "#db/read-schema";
import type { Actor } from "#lib/actor";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";

/**
 * What was read: `case`, `event` and `delivery` are a whole page of one, `body` its bytes, `business` one of the API, `evidence` all that is
 * stored of a case; the others are lists.
 */
type What =
  | "case"
  | "evidence"
  | "event"
  | "body"
  | "delivery"
  | "business"
  | "cases"
  | "businesses"
  | "rejections"
  | "letters"
  | "audit";

type Read = { what: What; source?: string; refId?: string | null; messageId?: string | null };
type Row = typeof dataReads.$inferInsert;

const FLUSH_MS = 2000;
const MINUTE_MS = 60_000;
/** While the database cannot be written to, so many wait. */
const MAX_WAITING = 10_000;
const MAX_IN_ONE_STATEMENT = 1000;

type State = { minute: number; known: Set<string>; waiting: Row[]; timer: NodeJS.Timeout | undefined };

const state = processWide("reads", (): State => ({ minute: 0, known: new Set(), waiting: [], timer: undefined }));

/**
 * Records that `actor` read personal data or bytes: once a minute for each thing, never its content. The log gets a line at once, the table
 * a row within two seconds, so that no reader waits: a killed process may lose those rows, but not the lines.
 */
export function recordRead(actor: Actor, { what, source, refId, messageId }: Read): void {
  if (!("role" in actor)) return;
  const at = new Date();
  const row: Row = {
    ...{ at, actorKind: actor.kind, actorId: actor.id, actorLabel: actor.label },
    ...{ remoteAddress: actor.remoteAddress ?? "unknown", what },
    ...{ source: source ?? null, refId: refId ?? null, messageId: messageId ?? null },
  };
  if (!isNew(row)) return;
  const { actorLabel: _, at: __, ...line } = row;
  log.info(line, "personal data was read");
  state.waiting.push(row);
  state.timer ??= setTimeout(() => void flushReads(), FLUSH_MS).unref();
}

function isNew({ at, actorLabel: _, ...read }: Row): boolean {
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  if (minute !== state.minute) {
    state.minute = minute;
    state.known.clear();
  }
  const name = JSON.stringify(read);
  if (state.known.has(name)) return false;
  state.known.add(name);
  return true;
}

/** Writes the waiting rows. A process calls it before it closes its connections. */
export async function flushReads(): Promise<void> {
  clearTimeout(state.timer);
  state.timer = undefined;
  while (state.waiting.length > 0) {
    const rows = state.waiting.splice(0, MAX_IN_ONE_STATEMENT);
    try {
      await database().insert(dataReads).values(rows);
    } catch (error) {
      keep(rows);
      log.warn({ err: error, waiting: state.waiting.length }, "records of reads could not be written yet");
      return;
    }
  }
}

function keep(rows: Row[]): void {
  state.waiting.unshift(...rows);
  const lost = state.waiting.splice(MAX_WAITING).length;
  if (lost > 0) log.error({ lost }, "records of reads were given up: the log has their lines");
  state.timer ??= setTimeout(() => void flushReads(), FLUSH_MS).unref();
}
