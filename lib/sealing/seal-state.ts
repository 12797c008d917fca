import { sql } from "drizzle-orm";
import { database } from "#db/pool";
import { log } from "#lib/log";
import { processWide } from "#lib/process-wide";
import { opener, seal } from "#lib/seal";
import { SEALED_COLUMNS, sealedTexts } from "./sealed-columns.ts";

/** How many sealed texts each secret opens. */
export type SealState = Record<"current" | "previous" | "none", number>;

const CHECKED_TEXT = "casewire";
const KEEP_MS = 10_000;

const counted = processWide("seal state", (): { kept?: { at: number; state: SealState } } => ({}));

/** Tries to open everything that is sealed, at most once in ten seconds. */
export async function sealState(): Promise<SealState> {
  const { kept } = counted;
  if (kept && performance.now() - kept.at < KEEP_MS) return kept.state;
  const state: SealState = { current: 0, previous: 0, none: 0 };
  const union = sql.join(SEALED_COLUMNS.map(sealedTexts), sql` union all `);
  for (const { sealed } of await database().execute<{ sealed: string }>(union)) state[opener(sealed)]++;
  counted.kept = { at: performance.now(), state };
  return state;
}

export function forgetSealState(): void {
  delete counted.kept;
}

/**
 * At the start of a process: logs that CASEWIRE_SECRET does not open what is stored, or that the previous secret is still needed. If it is
 * right, stores a sealed text for the next start to check. Health reports a database that does not answer.
 */
export async function checkSecret(): Promise<void> {
  try {
    const { previous, none } = await sealState();
    if (none > 0) return log.error({ unopenable: none }, WRONG_SECRET);
    if (previous > 0) log.warn({ sealedBefore: previous }, STILL_PREVIOUS);
    await database().execute(
      sql`insert into seal_check (sealed) values (${seal(CHECKED_TEXT)}) on conflict do nothing`,
    );
  } catch (error) {
    log.warn({ err: error }, "whether CASEWIRE_SECRET is right could not be checked");
  }
}

const WRONG_SECRET =
  "CASEWIRE_SECRET is not the one that sealed what is stored: webhooks that it is needed for are answered 503, so that their sender keeps " +
  "them. Set the right one, or the one before as CASEWIRE_SECRET_PREVIOUS; if it is lost, npm run reseal -- --forget";
const STILL_PREVIOUS =
  "some of what is stored is sealed with CASEWIRE_SECRET_PREVIOUS: npm run reseal seals it with CASEWIRE_SECRET";
