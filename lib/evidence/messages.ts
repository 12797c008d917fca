import { and, asc, eq, getTableColumns, gt, or, sql } from "drizzle-orm";
import { database } from "#db/pool";
import { events, receipts } from "#db/schema";
import { receiptsRemovedAt } from "#lib/retention/receipts-removed";
import type { CaseKey } from "./case-entries.ts";
import type { PackFile } from "./zip.ts";

/** A message of the case without its bytes. `receipts` are those that are stored, `first` the number of their first folder. */
export type Message = Awaited<ReturnType<typeof messagePage>>[number];
type Receipt = Awaited<ReturnType<typeof receiptPage>>[number];

const MAX_MESSAGES = 200;
const MAX_RECEIPTS = 500;

/** The messages of a case in the order of the sender's clock. */
export async function* messagesOf(of: CaseKey): AsyncGenerator<Message> {
  let after: { occurredAt: Date; id: number } | undefined;
  do {
    const page: Message[] = await messagePage(of, after);
    yield* page;
    after = page.length === MAX_MESSAGES ? page.at(-1) : undefined;
  } while (after);
}

function messagePage({ source, refId }: CaseKey, after: { occurredAt: Date; id: number } | undefined) {
  const { body, bodyHash, parsed, ...columns } = getTableColumns(events);
  const later =
    after &&
    or(gt(events.occurredAt, after.occurredAt), and(eq(events.occurredAt, after.occurredAt), gt(events.id, after.id)));
  // The order of the index events_case.
  return database()
    .select({
      ...columns,
      bodyBytes: sql<number>`octet_length(${body})`,
      bodySha256: sql<string>`encode(${bodyHash}, 'hex')`,
    })
    .from(events)
    .where(and(eq(events.source, source), eq(events.refId, refId), later))
    .orderBy(asc(events.occurredAt), asc(events.id))
    .limit(MAX_MESSAGES);
}

/** What the receipts of a case came to. */
export type ReceiptFigures = { receipts: number; bodies: number; messages: number; messagesWithoutReceipts: number };

/** The receipts of a case as files, two for each: what we know of the request with its headers, and the bytes that came. */
export async function* receiptFiles(of: CaseKey, figures: ReceiptFigures): AsyncGenerator<PackFile> {
  for await (const message of messagesOf(of)) {
    figures.messages += 1;
    const before = figures.receipts;
    const body = message.removedAt ? null : await bodyOf(message.id);
    for await (const receipt of receiptsOf(message.id)) {
      figures.receipts += 1;
      const bytes = await bytesOf(receipt, body);
      if (bytes) figures.bodies += 1;
      yield* filesOfReceipt(folderOf(figures.receipts), { receipt, message, bytes });
    }
    if (figures.receipts === before) figures.messagesWithoutReceipts += 1;
  }
}

/** A receipt keeps its own bytes only where they differ from those of its message. */
async function bytesOf({ id, keptBytes, outcome }: Receipt, body: Buffer | null): Promise<Buffer | null> {
  if (keptBytes !== null) return await ownBodyOf(id);
  return outcome === "payload_mismatch" ? null : body;
}

type StoredRequest = { receipt: Receipt; message: Message; bytes: Buffer | null };

function* filesOfReceipt(folder: string, { receipt, message, bytes }: StoredRequest): Generator<PackFile> {
  yield { path: `${folder}/receipt.json`, content: receiptJson(receipt, message, bytes !== null) };
  if (bytes) yield { path: `${folder}/body.bin`, content: bytes };
}

/** `receipts/000001`: the folders in the order of the sender's clock. */
function folderOf(n: number): string {
  return `receipts/${String(n).padStart(6, "0")}`;
}

function receiptJson({ keptBytes: _, ...receipt }: Receipt, message: Message, hasBody: boolean): string {
  const removed = message.removedAt ? `removed on ${message.removedAt.toISOString()}` : "not kept";
  const said = { messageId: message.messageId, ...receipt, body: hasBody ? "body.bin" : null };
  return `${JSON.stringify(hasBody ? said : { ...said, bodyMissing: removed }, null, 2)}\n`;
}

/** Messages as the file messages.json lists them, with what became of their receipts. */
export async function* listedMessages(of: CaseKey): AsyncGenerator<object> {
  for await (const message of messagesOf(of)) {
    const { source, refId, receivedAt } = message;
    const [first] = await database()
      .select({ outcome: receipts.outcome })
      .from(receipts)
      .where(eq(receipts.eventId, message.id))
      .orderBy(asc(receipts.id))
      .limit(1);
    const removedAt = await receiptsRemovedAt({ source, refId, receivedAt }, first ? [first] : []);
    yield {
      ...message,
      receipts: await database().$count(receipts, eq(receipts.eventId, message.id)),
      receiptsRemovedAt: removedAt,
    };
  }
}

async function* receiptsOf(eventId: number): AsyncGenerator<Receipt> {
  for (let after = 0; ; ) {
    const page: Receipt[] = await receiptPage(eventId, after);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < MAX_RECEIPTS) return;
    after = last.id;
  }
}

function receiptPage(eventId: number, after: number) {
  return database()
    .select({
      id: receipts.id,
      receivedAt: receipts.receivedAt,
      attemptedAt: receipts.attemptedAt,
      remoteAddress: receipts.remoteAddress,
      outcome: receipts.outcome,
      cause: receipts.cause,
      secretFingerprint: receipts.secretFingerprint,
      responseStatus: receipts.responseStatus,
      durationMs: receipts.durationMs,
      bodyBytes: receipts.bodyBytes,
      bodySha256: sql<string>`encode(${receipts.bodyHash}, 'hex')`,
      keptBytes: sql<number | null>`octet_length(${receipts.body})`,
      headers: receipts.headers,
    })
    .from(receipts)
    .where(and(eq(receipts.eventId, eventId), gt(receipts.id, after)))
    .orderBy(asc(receipts.id))
    .limit(MAX_RECEIPTS);
}

async function bodyOf(eventId: number): Promise<Buffer | null> {
  const [event] = await database()
    .select({ body: events.body, removedAt: events.removedAt })
    .from(events)
    .where(eq(events.id, eventId));
  return event && event.removedAt === null ? event.body : null;
}

async function ownBodyOf(receiptId: number): Promise<Buffer | null> {
  const [receipt] = await database().select({ body: receipts.body }).from(receipts).where(eq(receipts.id, receiptId));
  return receipt?.body ?? null;
}
