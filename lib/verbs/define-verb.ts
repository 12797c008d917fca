import type { z } from "zod";
import type { Tx } from "#db/pool";
import type { Actor } from "#lib/actor";
import type { Action } from "#lib/audit/actions";
import { authorize } from "#lib/authorize";
import type { Permission } from "#lib/permissions";
import type { RefusalCode } from "#lib/refusal";
import { commitAct, type Done } from "./commit-act.ts";

/** Why a verb may refuse by itself. That the actor may not, or must prove who they are first, follows from the permission. */
export type OwnRefusal = Exclude<RefusalCode, "not-allowed" | "not-fresh">;

/** What is known of a verb without calling it. */
type Facts<Input extends z.ZodType, Code extends OwnRefusal> = {
  permission: Permission;
  /** The action of its audit entry: the same words, in the past. */
  audit: Action;
  /** What a form or a request must hold. Whoever calls the verb has parsed it. */
  input: Input;
  refuses: readonly Code[];
};

/** Runs the transaction of an act, which returns what is recorded of it. */
type Commit = <U>(work: (tx: Tx) => Promise<Done<U>>) => Promise<U>;

type Definition<A extends Actor, Input extends z.ZodType, Rest extends unknown[], T, Code extends OwnRefusal> = Facts<
  Input,
  Code
> &
  (
    | {
        /** The act, all of it in one transaction. */
        run: (tx: Tx, actor: A, input: z.infer<Input>, ...rest: Rest) => Promise<Done<T>>;
      }
    | {
        /** The same for an act with work before or after its transaction: a password's hash, a letter. It calls `commit` once. */
        runInSteps: (commit: Commit, actor: A, input: z.infer<Input>, ...rest: Rest) => Promise<T>;
      }
  );

/** What a verb is called with behind its actor. The input may be left out where nothing in it is required. */
export type Given<Input extends z.ZodType, Rest extends unknown[]> =
  Record<never, never> extends z.infer<Input>
    ? [input?: z.infer<Input>, ...rest: Rest]
    : [input: z.infer<Input>, ...rest: Rest];

export type Verb<A extends Actor, Input extends z.ZodType, Rest extends unknown[], T, Code extends OwnRefusal> = Facts<
  Input,
  Code
> & { inOneTransaction: boolean } & ((actor: A, ...given: Given<Input, Rest>) => Promise<T>);

/**
 * Makes a verb: a function that asks first whether `actor` may, then acts, and leaves its audit entry and notification in the
 * transaction of the act. It carries its definition, from which the server action, the route, `docs/acts.md` and the tests follow.
 */
export function defineVerb<
  A extends Actor,
  Input extends z.ZodType,
  Rest extends unknown[],
  T = void,
  const Code extends OwnRefusal = never,
>(definition: Definition<A, Input, Rest, T, Code>): Verb<A, Input, Rest, T, Code> {
  const { permission, audit, input, refuses } = definition;
  const verb = async (actor: A, ...given: Given<Input, Rest>): Promise<T> => {
    authorize(actor, permission);
    const commit: Commit = (work) => commitAct({ actor, action: audit }, work);
    const args = (given.length > 0 ? given : [{}]) as [z.infer<Input>, ...Rest];
    return "run" in definition
      ? await commit((tx) => definition.run(tx, actor, ...args))
      : await definition.runInSteps(commit, actor, ...args);
  };
  return Object.assign(verb, { permission, audit, input, refuses, inOneTransaction: "run" in definition });
}
