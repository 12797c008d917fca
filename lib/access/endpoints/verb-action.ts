import type { z } from "zod";
import type { UserActor } from "#lib/actor";
import type { Given, OwnRefusal, Verb } from "#lib/verbs/define-verb";
import { action } from "./action.ts";

/** The server action of a verb whose input is what the form says. `done` words the success. */
export function verbAction<Input extends z.ZodType, T, Code extends OwnRefusal>(
  verb: Verb<UserActor, Input, [], T, Code>,
  done?: (value: T, input: z.infer<Input>) => string,
) {
  return action(verb.input, (actor, input) => verb(actor, ...([input] as Given<Input, []>)), done);
}
