import type { Random } from "./random.ts";

export type Status = "NOT_STARTED" | "IN_PROGRESS" | "IN_REVIEW" | "COMPLETED" | "REJECTED";
export type Move = { status: Status; previousStatus: Status; reason?: string };

const REASONS = ["DOCUMENT_MISMATCH", "UBO_NOT_VERIFIED", "COMPANY_DISSOLVED"];

/**
 * One business's onboarding as VOVE ID would tell it. Some stop on the way, as on any day; of those rejected some begin again, which is
 * the next episode.
 */
export function life(random: Random, rejections: number): Move[] {
  const moves: Move[] = [{ status: "IN_PROGRESS", previousStatus: "NOT_STARTED" }];
  if (random.chance(0.15)) return moves;
  moves.push({ status: "IN_REVIEW", previousStatus: "IN_PROGRESS" });
  if (random.chance(0.15)) return moves;
  if (!random.chance(rejections)) return [...moves, { status: "COMPLETED", previousStatus: "IN_REVIEW" }];
  moves.push({ status: "REJECTED", previousStatus: "IN_REVIEW", reason: random.pick(REASONS) });
  return random.chance(0.3) ? [...moves, ...life(random, rejections)] : moves;
}

/** Where a life stands after its last move, and in which episode an account was enabled. */
export function outcome(moves: readonly Move[]): { status: Status; episode: number; enabledIn: number[] } {
  let episode = 0;
  const enabledIn: number[] = [];
  for (const move of moves) {
    if (move.previousStatus === "NOT_STARTED") episode += 1;
    if (move.status === "COMPLETED") enabledIn.push(episode);
  }
  return { status: moves.at(-1)?.status ?? "NOT_STARTED", episode, enabledIn };
}
