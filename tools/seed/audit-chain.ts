import { auditWords } from "#db/audit-schema";
import { auditEntries } from "#db/schema";
import type { Actor } from "#lib/actor";
import type { Action } from "#lib/audit/actions";
import { chainHash, type Facts } from "#lib/audit/chain";
import { digestTexts, type PersonalTexts } from "#lib/audit/personal-texts";
import type { RowWriter } from "./row-writer.ts";

type Act = {
  at: Date;
  actor: Pick<Actor, "kind" | "id" | "label">;
  action: Action;
  subject: { kind: string; id: string };
  detail?: Record<string, unknown>;
  words?: PersonalTexts;
};

/**
 * Appends to the audit log as `lib/audit/record` does, without reading the head each time. Acts are held back until no earlier one can come,
 * so that the log is in the order of time.
 */
export class AuditChain {
  private readonly rows: RowWriter;
  private id: number;
  private hash: string;
  private last = 0;
  /** The earliest first. */
  private readonly waiting: Act[] = [];

  constructor(rows: RowWriter, head: { id: number; hash: string }) {
    this.rows = rows;
    this.id = head.id;
    this.hash = head.hash;
  }

  record(act: Act): void {
    const at = act.at.getTime();
    const after = this.waiting.findLastIndex((one) => one.at.getTime() <= at);
    this.waiting.splice(after + 1, 0, act);
  }

  /** Writes the acts up to that time. */
  writeUntil(time: Date): void {
    const later = this.waiting.findIndex(({ at }) => at > time);
    for (const act of this.waiting.splice(0, later === -1 ? this.waiting.length : later)) this.write(act);
  }

  /** The time is never earlier than that of the entry before. */
  private write({ actor: { kind, id, label }, action, subject, ...act }: Act): void {
    const previousHash = this.hash;
    this.last = Math.max(this.last, act.at.getTime());
    const at = new Date(this.last);
    this.id += 1;
    const words = act.words && digestTexts(this.id, act.words);
    const detail = { ...act.detail, ...(words ? { words: words.digests } : {}) };
    const entry: Facts = { id: this.id, at: at.toISOString(), actor: { kind, id, label }, action, subject, detail };
    const line = JSON.stringify(entry);
    this.hash = chainHash(previousHash, line);
    this.rows.add(auditEntries, {
      id: this.id,
      at,
      actorKind: kind,
      actorId: id,
      actorLabel: label,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      detail,
      line,
      previousHash,
      hash: this.hash,
    });
    for (const row of words?.rows ?? []) this.rows.add(auditWords, { ...row, erasedAt: null });
  }
}
