import { z } from "zod";

/** The longest refId a case can have: it stands in index entries, which PostgreSQL bounds. */
export const MAX_REF_ID_CHARACTERS = 512;

/**
 * Why a text cannot be a refId; undefined when it can. A refId is the sender's own: white space, line breaks and dots are part of it, and
 * two refIds are the same only if every character is.
 */
export function refIdProblem(refId: string): string | undefined {
  if (refId === "") return "is empty";
  if (refId.length > MAX_REF_ID_CHARACTERS) return `is longer than ${MAX_REF_ID_CHARACTERS} characters`;
  if (refId.includes("\0") || !refId.isWellFormed()) return "holds characters that cannot be stored";
  return undefined;
}

/** A refId as a person or another program names it: taken as it is, never trimmed. */
export const refIdInput = z.string().superRefine((refId, context) => {
  const problem = refIdProblem(refId);
  if (problem) context.addIssue({ code: "custom", message: `The refId ${problem}.` });
});
