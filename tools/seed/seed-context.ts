import type { AuditChain } from "./audit-chain.ts";
import type { Rows } from "./row-writer.ts";

/** What every maker of rows writes with. */
export type Desk = {
  source: string;
  until: Date;
  often: number;
  rows: Rows;
  audit: AuditChain;
  /** The next id of a table. */
  nextId: (table: Numbered) => number;
};

/** The tables whose ids are given here; their sequences are moved past them at the end. */
export const NUMBERED = ["events", "cases", "receipts", "runs", "effects", "follow_ups", "notes"] as const;
export type Numbered = (typeof NUMBERED)[number];
