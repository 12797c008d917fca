import { createHash } from "node:crypto";
import { sourceSecrets } from "#db/schema";
import { FOLLOW_UP_MS } from "./generate-messages.ts";
import type { SeedContext } from "./seed-context.ts";

const ROTATED_DAYS_AGO = 200;
/** Before the start of any seeded history. */
export const BEGAN_DAYS_AGO = 5000;
/** After a rotation, messages signed with the old secret arrive for this long. */
const OVERLAP_MS = 86_400_000;
const DAY = 86_400_000;

type When = Pick<SeedContext, "source" | "until">;

/** The fingerprint of the secret in use at that time: it was rotated once. */
export function fingerprintAt(context: When, time: number): string {
  return fingerprint(context, time < rotatedAt(context) ? "first" : "second");
}

/** Adds both secrets as retired and wiped: receipts reference them, and nobody can sign with them. */
export function addSecrets(context: SeedContext): void {
  const common = { source: context.source, sealed: null, createdBy: "Ada Okafor" };
  const began = new Date(context.until.getTime() - BEGAN_DAYS_AGO * DAY);
  const [rotated, over] = [new Date(rotatedAt(context)), new Date(rotatedAt(context) + OVERLAP_MS)];
  const ended = new Date(context.until.getTime() - FOLLOW_UP_MS / 2);
  const lives = [["first", began, over] as const, ["second", rotated, ended] as const];
  for (const [name, createdAt, retiresAt] of lives) {
    const hex = createHash("sha256").update(`${context.source} ${name}`).digest("hex");
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
    context.rows.add(sourceSecrets, {
      ...common,
      createdAt,
      id,
      fingerprint: fingerprint(context, name),
      hint: hex.slice(-4),
      retiresAt,
    });
  }
}

function rotatedAt({ until }: When): number {
  return until.getTime() - ROTATED_DAYS_AGO * DAY;
}

const known = new Map<string, string>();

function fingerprint({ source }: When, name: string): string {
  const key = `made-up ${source} ${name}`;
  const found = known.get(key) ?? createHash("sha256").update(key).digest("hex").slice(0, 12);
  known.set(key, found);
  return found;
}
