import type { RefusalCode } from "#lib/refusal";

/** What was typed, by field; a repeated field is a list. Never a password, secret or token. */
export type Values = Record<string, string | string[]>;

/** The result of a form's last submission, for `useActionState`. */
export type ActionState<T = unknown> =
  | { status: "idle" }
  | { status: "done"; message?: string | undefined; value?: T | undefined }
  | {
      status: "refused";
      /** `failed` is an error of ours: `message` holds the reference under which it was logged. */
      code: RefusalCode | "failed";
      message: string;
      /** What is wrong, by field. */
      fields: Record<string, string>;
      values: Values;
    };

/** How the answer to a form from another site begins. The error page shows it: it also comes where a reverse proxy changes the host. */
export const CROSS_SITE_FORM = "This form was sent from a page of another site";

export const IDLE: ActionState<never> = { status: "idle" };
