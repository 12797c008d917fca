import { z } from "zod";

/** The longest refId: index entries hold it, and PostgreSQL limits their size. */
export const MAX_REF_ID_CHARACTERS = 512;

/**
 * Why a text cannot be a refId; undefined when it can. The sender makes it: white space, line breaks and dots are part of it, and two
 * refIds are equal only if every character is.
 */
export function refIdProblem(refId: string): string | undefined {
  if (refId === "") return "is empty";
  if (refId.length > MAX_REF_ID_CHARACTERS) return `is longer than ${MAX_REF_ID_CHARACTERS} characters`;
  if (refId.includes("\0") || !refId.isWellFormed()) return "holds characters that cannot be stored";
  return undefined;
}

/** A refId in a request: taken as it is, never trimmed. */
export const refIdInput = z.string().superRefine((refId, context) => {
  const problem = refIdProblem(refId);
  if (problem) context.addIssue({ code: "custom", message: `The refId ${problem}.` });
});
