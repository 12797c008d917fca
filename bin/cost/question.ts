import type { Sample } from "#bin/cost/sample";
import type { UserActor } from "#lib/access/actor";

/** One thing that a page or the API asks for, by the very functions it calls. */
export type Question = { name: string; ask: (actor: UserActor, sample: Sample) => Promise<unknown> };
