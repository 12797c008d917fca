import { z } from "zod";
import { destinationFields, format, typesOf } from "#lib/destinations/destination-input";
import { SUBSCRIBABLE_TYPES } from "#lib/outgoing/event-types";
import { Refusal } from "#lib/refusal";

/** A destination as its form says it. Its custom headers are the rows `headers.0.name` and `headers.0.value`, and so on. */
export const destinationForm = z.looseObject({
  name: destinationFields.shape.name.prefault(""),
  url: destinationFields.shape.url.prefault(""),
  format: format.prefault("casewire"),
  takes: z.enum(["all", "chosen"]).prefault("all"),
  eventTypes: z.array(z.string()).optional(),
  source: z.string().optional(),
  personalData: z.string().optional(),
  concurrency: z.coerce.number("A whole number.").pipe(destinationFields.shape.concurrency),
  ratePerSecond: z.coerce.number("A whole number.").pipe(destinationFields.shape.ratePerSecond.unwrap()).optional(),
});

type DestinationForm = z.infer<typeof destinationForm>;

/** The form as input of the verbs, without the format, which only one of them takes. Throws Refusal `invalid` where no type is chosen. */
export function inputOf(form: DestinationForm) {
  const { name, url, concurrency } = form;
  return {
    ...{ name, url, concurrency, eventTypes: chosenTypes(form), headers: headerRows(form) },
    source: form.source ?? null,
    personalData: form.personalData !== undefined,
    ratePerSecond: form.ratePerSecond ?? null,
  };
}

function chosenTypes({ takes, eventTypes = [], format }: DestinationForm) {
  if (takes === "all") return null;
  // The form hides the types that the chosen format does not have, and sends them all the same.
  const chosen = SUBSCRIBABLE_TYPES.filter((type) => typesOf(format).includes(type) && eventTypes.includes(type));
  if (chosen.length === 0) {
    const problem = "Choose at least one.";
    throw new Refusal("invalid", "Please check the marked fields.", { eventTypes: problem });
  }
  return chosen;
}

/** An empty value keeps the one that is stored, or is refused where none is. */
function headerRows(form: DestinationForm): [name: string, value: string | null][] {
  const text = (field: unknown) => (typeof field === "string" ? field : "");
  const places = Object.keys(form).flatMap((field) => /^headers\.(\d{1,3})\.(?:name|value)$/.exec(field)?.[1] ?? []);
  return [...new Set(places)]
    .map(Number)
    .sort((a, b) => a - b)
    .map((place) => [text(form[`headers.${place}.name`]).trim(), text(form[`headers.${place}.value`]) || null]);
}
