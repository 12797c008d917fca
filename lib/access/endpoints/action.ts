import { randomBytes } from "node:crypto";
import { headers } from "next/headers";
import { unstable_rethrow as rethrowNavigation } from "next/navigation";
import type { z } from "zod";
import { logRefusal } from "#lib/access/log-refusal";
import { remoteNetwork } from "#lib/access/remote-address";
import type { Prover } from "#lib/access/second-factor/prove-identity";
import { currentActor, currentSignIn, type SignInStep } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { actionBegins } from "./action-begun.ts";
import type { ActionState } from "./action-state.ts";
import { complaints, readForm, valuesOf } from "./form-input.ts";

type Action<T> = (state: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

/**
 * Makes a server action: finds the actor, parses the form by `schema`, and calls `act`. `done` says what was done. On any error the form
 * gets back what was typed; an error of ours is logged under a reference. Next refuses requests from pages of other sites.
 */
export function action<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (actor: UserActor, input: z.infer<Schema>) => Promise<T>,
  done?: (value: T, input: z.infer<Schema>) => string,
): Action<T> {
  return publicAction(
    schema,
    async (input) => {
      const actor = await currentActor();
      if (!actor)
        throw new Refusal(
          "not-signed-in",
          "Your session has ended. Sign in again in another tab, then send this again.",
        );
      try {
        return await act(actor, input);
      } catch (error) {
        if (error instanceof Refusal) logRefusal(error, { actor, headers: await headers() });
        throw error;
      }
    },
    done,
  );
}

/** For proofs of identity: also open to a session whose second factor is still missing. */
export function proofAction<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (prover: Prover, input: z.infer<Schema>) => Promise<T>,
): Action<T> {
  return actionAtSteps(["prove", "enrol", "complete"], schema, act);
}

/** For setting up a second factor: closed to a session that must first prove the one its person has. */
export function enrolmentAction<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (prover: Prover, input: z.infer<Schema>) => Promise<T>,
): Action<T> {
  return actionAtSteps(["enrol", "complete"], schema, act);
}

function actionAtSteps<Schema extends z.ZodType, T>(
  steps: readonly SignInStep[],
  schema: Schema,
  act: (prover: Prover, input: z.infer<Schema>) => Promise<T>,
): Action<T> {
  return publicAction(schema, async (input) => {
    const signIn = await currentSignIn();
    if (!signIn || !steps.includes(signIn.step)) {
      throw new Refusal("not-signed-in", "Your sign-in has ended. Begin again.");
    }
    const network = remoteNetwork(await headers());
    return act({ actor: signIn.actor, sessionId: signIn.sessionId, network }, input);
  });
}

/** For people who are not signed in: `act` itself must check that they may. */
export function publicAction<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (input: z.infer<Schema>) => Promise<T>,
  done?: (value: T, input: z.infer<Schema>) => string,
): Action<T> {
  return async (_state, given) => {
    actionBegins();
    // A request made by hand may pass anything.
    const form = given instanceof FormData ? given : new FormData();
    try {
      const parsed = schema.safeParse(readForm(form, schema));
      if (!parsed.success) throw new Refusal("invalid", "Please check the marked fields.", complaints(parsed.error));
      const value = await act(parsed.data);
      return { status: "done", message: done?.(value, parsed.data), value };
    } catch (error) {
      rethrowNavigation(error);
      return { status: "refused", ...explain(error), values: valuesOf(form) };
    }
  };
}

function explain(error: unknown): {
  code: Refusal["code"] | "failed";
  message: string;
  fields: Record<string, string>;
} {
  if (error instanceof Refusal) return { code: error.code, message: error.message, fields: error.fields };
  const digest = randomBytes(4).toString("hex");
  log.error({ err: error, digest }, "an action failed");
  const message = `Something went wrong on our side. Please try again; if it stays so, tell your administrator this reference: ${digest}.`;
  return { code: "failed", message, fields: {} };
}
