import { sql } from "drizzle-orm";
import { database } from "#db/pool";

/** A worker looks at the queue at least this often, in case a NOTIFY was lost. */
const MAX_SLEEP_MS = 2000;

/** Lets a loop sleep until `wake` is called. A call while nobody sleeps makes the next sleep return at once. */
export class Wakeup {
  #pending = false;
  #endSleep: (() => void) | undefined;

  wake(): void {
    this.#pending = true;
    this.#endSleep?.();
  }

  /** Sleeps until `wake`, at most `ms`. */
  async sleep(ms: number): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#endSleep = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#pending = false;
    this.#endSleep = undefined;
  }
}

/** Milliseconds until a queued run of these handlers falls due or a lease expires, at most 2000, by the database's clock. */
export async function msUntilNextDue(handlers: readonly string[]): Promise<number> {
  // One lookup for each handler, because the index begins with it.
  const [row] = await database().execute<{ ms: number }>(sql`
    select (extract(epoch from least(
      now() + make_interval(secs => ${MAX_SLEEP_MS / 1000}),
      (select min(first.due_at) from jsonb_array_elements_text(${JSON.stringify(handlers)}::jsonb) as name
        cross join lateral (
          select due_at from runs where state = 'queued' and handler = name and due_at > now() order by due_at limit 1
        ) as first),
      (select min(lease_until) from runs where state = 'running' and lease_until > now())
    ) - now()) * 1000)::float8 as ms`);
  return row?.ms ?? MAX_SLEEP_MS;
}
