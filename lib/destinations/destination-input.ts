import { z } from "zod";
import { destinationFormat } from "#db/enums";
import { AS_RECEIVED_TYPES, type OutgoingType, SUBSCRIBABLE_TYPES } from "#lib/outgoing/event-types";
import { Refusal } from "#lib/refusal";

export const destinationId = z.uuid();

const pairs = z.array(z.tuple([z.string(), z.string().nullable()]));

/** The fields that an admin sets and may change later. `lib/egress` judges URL and headers. */
export const destinationFields = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(100, "At most 100 characters."),
  url: z.string().trim().min(1, "Give its URL."),
  eventTypes: z
    .array(z.enum(SUBSCRIBABLE_TYPES, `Each is one of: ${SUBSCRIBABLE_TYPES.join(", ")}.`))
    .min(1, "Choose at least one type.")
    .nullable()
    .describe("the types of events it takes; null: all"),
  source: z.string().min(1).nullable().describe("the source whose cases it is told of; null: all"),
  headers: z
    .union([z.record(z.string(), z.string().nullable()), pairs], "Give names with their values.")
    .transform((given) => (Array.isArray(given) ? given : Object.entries(given)))
    .describe("headers of each request, all of them; null in place of a value keeps the one that is stored"),
  personalData: z.boolean().describe("whether it is told names, addresses and what people wrote"),
  concurrency: z
    .int("A whole number.")
    .min(1, "At least 1.")
    .max(50, "At most 50.")
    .describe("requests under way at a time"),
  ratePerSecond: z
    .int("A whole number.")
    .min(1, "At least 1.")
    .max(1000, "At most 1000.")
    .nullable()
    .describe("requests that may begin in a second; null: no limit"),
});

/** Fixed at creation: the format of a delivery is that of its destination. */
export const format = z
  .enum(destinationFormat.enumValues)
  .describe("`casewire`: events of Casewire; `as-received`: what the sender sent, signed again");

export type DestinationFormat = z.infer<typeof format>;

/** A header and its value; null keeps the value that is stored. */
export type GivenHeaders = z.infer<typeof pairs>;

/** Every type that a destination of this format can take. */
export function typesOf(of: DestinationFormat): readonly OutgoingType[] {
  return of === "casewire" ? SUBSCRIBABLE_TYPES : AS_RECEIVED_TYPES;
}

/** Throws Refusal `invalid` for types that the format cannot carry. */
export function assertTypes(of: DestinationFormat, types: readonly string[] | null): void {
  const known: readonly string[] = typesOf(of);
  const strange = (types ?? []).filter((type) => !known.includes(type));
  if (strange.length === 0) return;
  const problem = `In the format ${of} there is no ${strange.join(", ")}. There are: ${known.join(", ")}.`;
  throw new Refusal("invalid", "This format does not have all of these types.", { eventTypes: problem });
}
