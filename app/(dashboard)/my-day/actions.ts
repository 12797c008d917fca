"use server";

import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { changesSeenAt } from "#lib/cases/changes/changes-seen";
import { countChanges } from "#lib/cases/changes/count-changes";

/** How much changed on the reader's cases since they last looked. Null before the first time. */
export const countSinceSeen = action(z.object({}), async (actor) => {
  const seenAt = await changesSeenAt(actor);
  if (seenAt === null) return null;
  const counts = Object.values(await countChanges(actor, { whose: "mine", from: seenAt.toISOString() }));
  return {
    since: seenAt.toISOString(),
    n: counts.reduce((sum, { n }) => sum + n, 0),
    capped: counts.some(({ capped }) => capped),
  };
});
