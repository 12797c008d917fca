import { expect } from "@playwright/test";
import type { App } from "./app.ts";
import type { Sender } from "./sender.ts";

/** Completed cases on which enabling the account gave up with this error, and was not done since. Returns the ids of the messages. */
export async function storeGaveUp(
  { app, sender }: { app: App; sender: Sender },
  refIds: string[],
  error: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (const refId of refIds) {
    const { id } = await sender.sendUpTo(refId, "COMPLETED");
    const done = () => app.sql`select from effects where ref_id = ${refId} and state = 'done'`;
    await expect.poll(async () => (await done()).length).toBe(1);
    ids.push(id);
    await app.sql`delete from effects where ref_id = ${refId}`;
    await app.sql`update businesses set account_status = 'disabled', enabled_at = null where ref_id = ${refId}`;
    await app.sql`
      update runs set state = 'dead', attempt = 5, error = ${error}, failure = failure_of(${error})
      where ref_id = ${refId} and handler = 'enable-account'`;
  }
  return ids;
}
