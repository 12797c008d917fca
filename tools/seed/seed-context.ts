import type { AuditChain } from "./audit-chain.ts";
import type { RowWriter } from "./row-writer.ts";

/** Shared by everything that writes rows. */
export type SeedContext = {
  source: string;
  until: Date;
  often: number;
  rows: RowWriter;
  audit: AuditChain;
  /** The next id of a table. */
  nextId: (table: Numbered) => number;
};

/** The tables whose ids are assigned here; their sequences are advanced at the end. */
export const NUMBERED = ["events", "cases", "receipts", "runs", "effects", "follow_ups", "notes"] as const;
export type Numbered = (typeof NUMBERED)[number];
