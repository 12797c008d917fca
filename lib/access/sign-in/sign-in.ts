import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { z } from "zod";
import { Refusal } from "#lib/refusal";
import { authentication } from "./auth.ts";

export const signInInput = z.object({
  email: z.string("Write your e-mail address.").max(254).trim(),
  password: z.string("Write your password."),
  /** The page to go to afterwards; see `nextPath`. */
  next: z.string().optional(),
});

/**
 * Signs in the browser of the current request: starts a session and sets its cookie. Throws Refusal `invalid`, with the same message and
 * after the same time for an unknown e-mail and a wrong password, and `too-many` after too many of either.
 */
export async function signIn({ email, password }: z.infer<typeof signInInput>): Promise<void> {
  try {
    await authentication().api.signInEmail({ body: { email, password }, headers: await headers() });
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  if (isAPIError(error) && error.statusCode === 503) return new Refusal("too-many", error.message);
  if (!isAPIError(error) || error.statusCode >= 500) return error;
  if (error.body?.code === "SSO_ONLY") return new Refusal("not-allowed", error.message);
  if (error.statusCode !== 429) return new Refusal("invalid", "The e-mail or the password is wrong.");
  const seconds = Number(new Headers(error.headers).get("retry-after"));
  const wait = seconds < 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return new Refusal("too-many", `Too many sign-ins failed. Wait ${wait}, then try again.`);
}
