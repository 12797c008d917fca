import { asc } from "drizzle-orm";
import { reasonTemplates } from "#db/desk-schema";
import { database } from "#db/pool";
import type { Actor } from "#lib/actor";
import { authorize } from "#lib/authorize";

export type ReasonTemplate = { id: number; text: string };

/** The reasons that the form of a follow-up offers, by their letters. */
export function listTemplates(actor: Actor): Promise<ReasonTemplate[]> {
  authorize(actor, "case:flag");
  const { id, text } = reasonTemplates;
  return database().select({ id, text }).from(reasonTemplates).orderBy(asc(text), asc(id));
}
