import { z } from "zod";

/** PostgreSQL knows times far older and younger, but not as JavaScript writes them. */
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/** Words that a person searches by. */
export const searchedWords = z
  .string()
  .trim()
  .min(1)
  .max(512)
  .refine((text) => !text.includes("\0"), "It holds a character that nothing here has.");

/** A point in time that a person searches by: ISO 8601, UTC where it names no zone. */
export const searchedTime = z
  .string()
  .trim()
  // A browser's datetime-local field has no zone, and JavaScript would take its own: the whole desk speaks UTC.
  .transform((text) => Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text))
  .refine((time) => time >= EARLIEST && time <= LATEST, "Not a time. Write 2026-11-22T18:40 (UTC).")
  .transform((time) => new Date(time).toISOString());
