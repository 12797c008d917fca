import type { Figures } from "#lib/destinations/destination-figures";
import type { ListedDestination } from "#lib/destinations/read-destinations";

export const FORMAT_WORDS: Record<ListedDestination["format"], string> = {
  casewire: "Casewire event",
  "as-received": "As received",
};

/** The events that a destination takes, in short: `All events`, `case.gap, account.enabled`, `7 types`. */
export function takesInShort({ eventTypes, format }: Pick<ListedDestination, "eventTypes" | "format">): string {
  if (eventTypes === null) return format === "casewire" ? "All events" : "All of the provider's";
  return eventTypes.length <= 2 ? eventTypes.join(", ") : `${eventTypes.length} types`;
}

/** `99.9 %`; never rounded up to 100. */
export function percentage(rate: Figures["successRate"]): string {
  return rate === null ? "–" : `${Math.floor(rate * 1000) / 10} %`;
}

/** What Waiting counts up to. */
export function waitingInWords(waiting: number, most: number): string {
  return waiting >= most ? `${most.toLocaleString("en")}+` : waiting.toLocaleString("en");
}
