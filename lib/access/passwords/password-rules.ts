import type { ZxcvbnFactory, ZxcvbnResult } from "@zxcvbn-ts/core";
import { z } from "zod";
import { environment } from "#lib/environment";
import { Refusal } from "#lib/refusal";

/** In characters as people count them, so that a password of symbols outside the first plane is not half as long. */
export const PASSWORD_LENGTH = { min: 12, max: 128 };

export const newPassword = z
  .string("Choose a password.")
  // Before anything else looks at it: a person's longest password has four code units for each of 128 characters.
  .max(4 * PASSWORD_LENGTH.max, `A password has at most ${PASSWORD_LENGTH.max} characters.`)
  .refine((text) => lengthOf(text) >= PASSWORD_LENGTH.min, {
    message: `A password has ${PASSWORD_LENGTH.min} characters or more.`,
  })
  .refine((text) => lengthOf(text) <= PASSWORD_LENGTH.max, {
    message: `A password has at most ${PASSWORD_LENGTH.max} characters.`,
  });

/** Whose password it is to be: their own words are the first that are guessed. */
export type Owner = { name: string; email: string };

/** Of zxcvbn's scores 0 to 4: 10^8 guesses and more. */
const MIN_SCORE = 3;
/** The estimate takes time beyond proportion in long text, and what begins well is good whatever follows. */
const MAX_ESTIMATED = 40;
const MIN_LENGTH_WITHOUT_OWN_WORDS = 8;

/** Whether a password that was chosen long ago is shorter than one may be chosen today. */
export function isTooShort(password: string): boolean {
  return lengthOf(password) < PASSWORD_LENGTH.min;
}

/**
 * Throws Refusal `invalid`, saying why at the field `password`, for a password that is among the common ones, is made of the owner's
 * own words or is otherwise soon guessed. Its length is `newPassword`'s to check.
 */
export async function refuseWeakPassword(password: string, owner: Owner): Promise<void> {
  const complaint = await weaknessOf(password, owner);
  if (complaint) throw new Refusal("invalid", "Please check the marked fields.", { password: complaint });
}

/** Throws Refusal `invalid` for a password that is the one before. */
export function refuseSamePassword(): never {
  throw new Refusal("invalid", "Please check the marked fields.", { password: "This is the password you have now." });
}

/** Why a password is soon guessed, in a sentence, or null. */
export async function weaknessOf(password: string, owner: Owner): Promise<string | null> {
  const own = ownWords(owner);
  if (lengthOf(withoutWords(password, own)) < MIN_LENGTH_WITHOUT_OWN_WORDS) {
    return "It is made of your name, your e-mail address or the name of this desk. Choose other words.";
  }
  const result = (await estimator()).check(password, own);
  return result.score >= MIN_SCORE ? null : weaknessSentence(result);
}

const WORDS: Record<string, string> = {
  straightRow: "Rows of keys are guessed early.",
  keyPattern: "Patterns on the keyboard are guessed early.",
  simpleRepeat: "Repeated characters are guessed early.",
  extendedRepeat: "It repeats itself; the repetition adds next to nothing.",
  sequences: "Sequences like abc or 6543 are guessed early.",
  recentYears: "Years are guessed early.",
  dates: "Dates are guessed early.",
  userInputs: "It is made of your name, your e-mail address or the name of this desk.",
};

function weaknessSentence({ feedback, sequence }: ZxcvbnResult): string {
  const advice = "A few words that have nothing to do with each other do well.";
  const common = sequence.some(({ dictionaryName }) => String(dictionaryName ?? "").startsWith("passwords"));
  const known = WORDS[feedback.warning ?? ""];
  if (known) return `${known} ${advice}`;
  if (common) return `It is, or resembles, one of the passwords that are used most. ${advice}`;
  return `It is too easy to guess. ${advice}`;
}

function ownWords({ name, email }: Owner): string[] {
  const host = environment().CASEWIRE_URL;
  const text = `${name} ${email} casewire ${host ? new URL(host).hostname : ""}`;
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  // The longest first: of "ada" and "adam" the shorter would leave a letter of the longer standing.
  return [...new Set(words.filter((word) => lengthOf(word) >= 3))].sort((a, b) => b.length - a.length);
}

function withoutWords(password: string, words: string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
}

function lengthOf(text: string): number {
  return [...text].length;
}

let made: Promise<ZxcvbnFactory> | undefined;

/** Made when it is first asked for: its word lists take some 60 MB. */
function estimator(): Promise<ZxcvbnFactory> {
  made ??= loadEstimator();
  return made;
}

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: MAX_ESTIMATED,
    l33tMaxSubstitutions: 4,
  });
}
