import type { UserActor } from "#lib/actor";
import type { Sample } from "./sample.ts";

/** One thing that a page or the API asks for, by the very functions it calls. */
export type Question = { name: string; ask: (actor: UserActor, sample: Sample) => Promise<unknown> };
