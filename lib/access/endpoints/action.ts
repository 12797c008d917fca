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
 * Makes a server action of an act: who is it, what did they type, and then `act`. `done` words the success. Whatever goes wrong, what
 * was typed comes back; a fault of ours is logged and named by its reference. Next refuses the request if another site's page sent it.
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

/** The same for who gave a first factor and owes a second, or has long been in: to prove who they are, and for nothing else. */
export function proofAction<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (prover: Prover, input: z.infer<Schema>) => Promise<T>,
): Action<T> {
  return actionAtSteps(["prove", "enrol", "complete"], schema, act);
}

/** The same for who may set up a second factor: who owes a proof by the one they have may not, or it would be no proof. */
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

/** The same for those who are not signed in yet: `act` itself must make sure that they may. */
export function publicAction<Schema extends z.ZodType, T>(
  schema: Schema,
  act: (input: z.infer<Schema>) => Promise<T>,
  done?: (value: T, input: z.infer<Schema>) => string,
): Action<T> {
  return async (_state, given) => {
    actionBegins();
    // Called by hand an action may be given anything.
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
