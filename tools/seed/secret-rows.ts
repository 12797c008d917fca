import { createHash } from "node:crypto";
import { sourceSecrets } from "#db/schema";
import { AFTERMATH } from "./generate-messages.ts";
import type { Desk } from "./seed-context.ts";

const ROTATED_DAYS_AGO = 200;
/** Before any history that may be seeded begins. */
export const BEGAN_DAYS_AGO = 5000;
/** Of a rotation: what the sender signed before it may come until then. */
const OVERLAP_MS = 86_400_000;
const DAY = 86_400_000;

type When = Pick<Desk, "source" | "until">;

/** The fingerprint of the secret in use at a time: the source's was rotated once. */
export function fingerprintAt(desk: When, time: number): string {
  return fingerprint(desk, time < rotatedAt(desk) ? "first" : "second");
}

/** Both secrets as retired and wiped, the second after the last that it signed: receipts name them, nobody can sign with them. */
export function addSecrets(desk: Desk): void {
  const common = { source: desk.source, sealed: null, createdBy: "Ada Okafor" };
  const began = new Date(desk.until.getTime() - BEGAN_DAYS_AGO * DAY);
  const [rotated, over] = [new Date(rotatedAt(desk)), new Date(rotatedAt(desk) + OVERLAP_MS)];
  const ended = new Date(desk.until.getTime() - AFTERMATH / 2);
  const lives = [["first", began, over] as const, ["second", rotated, ended] as const];
  for (const [name, createdAt, retiresAt] of lives) {
    const hex = createHash("sha256").update(`${desk.source} ${name}`).digest("hex");
    const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
    desk.rows.add(sourceSecrets, {
      ...common,
      createdAt,
      id,
      fingerprint: fingerprint(desk, name),
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
