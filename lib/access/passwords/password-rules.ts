import type { ZxcvbnFactory, ZxcvbnResult } from "@zxcvbn-ts/core";
import { z } from "zod";
import { environment } from "#lib/environment";
import { Refusal } from "#lib/refusal";

/** In code points: a character outside the basic plane counts once, not twice. */
export const PASSWORD_LENGTH = { min: 12, max: 128 };

export const newPassword = z
  .string("Choose a password.")
  // Checked first, to bound the work of the rest.
  .max(4 * PASSWORD_LENGTH.max, `A password has at most ${PASSWORD_LENGTH.max} characters.`)
  .refine((text) => lengthOf(text) >= PASSWORD_LENGTH.min, {
    message: `A password has ${PASSWORD_LENGTH.min} characters or more.`,
  })
  .refine((text) => lengthOf(text) <= PASSWORD_LENGTH.max, {
    message: `A password has at most ${PASSWORD_LENGTH.max} characters.`,
  });

/** Whose password it is: guesses begin with a person's name and address. */
export type Owner = { name: string; email: string };

/** zxcvbn's score from 0 to 4; 3 means at least 10^8 guesses. */
const MIN_SCORE = 3;
/** The estimate takes more than linear time, and a strong beginning is enough. */
const MAX_ESTIMATED = 40;
const MIN_LENGTH_WITHOUT_OWN_WORDS = 8;

/** Whether an older password is shorter than the current minimum. */
export function isTooShort(password: string): boolean {
  return lengthOf(password) < PASSWORD_LENGTH.min;
}

/**
 * Throws Refusal `invalid`, with the reason at the field `password`, for a password that is common, is made of the owner's name or address,
 * or is otherwise easy to guess. `newPassword` checks its length.
 */
export async function refuseWeakPassword(password: string, owner: Owner): Promise<void> {
  const complaint = await weaknessOf(password, owner);
  if (complaint) throw new Refusal("invalid", "Please check the marked fields.", { password: complaint });
}

/** Throws the Refusal for a new password that equals the current one. */
export function refuseSamePassword(): never {
  throw new Refusal("invalid", "Please check the marked fields.", { password: "This is the password you have now." });
}

/** Why a password is easy to guess, in a sentence, or null. */
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
  // The longest first: removing "ada" before "adam" would leave a letter.
  return [...new Set(words.filter((word) => lengthOf(word) >= 3))].sort((a, b) => b.length - a.length);
}

function withoutWords(password: string, words: string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
}

function lengthOf(text: string): number {
  return [...text].length;
}

let made: Promise<ZxcvbnFactory> | undefined;

/** Loaded at the first use: its word lists take about 60 MB. */
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
