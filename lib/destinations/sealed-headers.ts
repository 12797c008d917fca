import { checkHeaders } from "#lib/egress/header-rules";
import { Refusal } from "#lib/refusal";
import { opener, seal, unseal } from "#lib/seal";
import { asSentence } from "./allowed-url.ts";
import type { GivenHeaders } from "./destination-input.ts";

export type Header = [name: string, value: string];

type SealedHeaders = { sealedHeaders: string | null; headerNames: string[] };

/**
 * The custom headers with their values, which must never be shown or logged. Throws an Error that names CASEWIRE_SECRET where they cannot
 * be opened.
 */
export function customHeaders({ sealedHeaders }: Pick<SealedHeaders, "sealedHeaders">): Header[] {
  if (sealedHeaders === null) return [];
  if (opener(sealedHeaders) !== "none") return JSON.parse(unseal(sealedHeaders)) as Header[];
  throw new Error(
    "The custom headers of this destination cannot be opened: CASEWIRE_SECRET is not the one they were sealed with.",
  );
}

/** The columns for these headers. A null value keeps the one in `stored`. Throws Refusal `invalid`, which repeats no value. */
export function sealHeaders(given: GivenHeaders, stored: SealedHeaders): SealedHeaders {
  const headers = withStoredValues(given, stored);
  const problems = Object.entries(checkHeaders(headers)).map(([field, problem]) => [field, asSentence(problem)]);
  if (problems.length > 0) throw invalid(Object.fromEntries(problems));
  return {
    sealedHeaders: headers.length === 0 ? null : seal(JSON.stringify(headers)),
    headerNames: headers.map(([name]) => name),
  };
}

function withStoredValues(given: GivenHeaders, stored: SealedHeaders): Header[] {
  if (given.every(([, value]) => value !== null)) return given as Header[];
  const before = new Map(openedOrRefused(stored).map(([name, value]) => [name.toLowerCase(), value]));
  return given.map(([name, value], place): Header => {
    const kept = value ?? before.get(name.toLowerCase());
    if (kept === undefined) throw invalid({ [`headers.${place}.value`]: "Give its value: none is stored." });
    return [name, kept];
  });
}

function openedOrRefused(stored: SealedHeaders): Header[] {
  try {
    return customHeaders(stored);
  } catch (cause) {
    if (opener(stored.sealedHeaders ?? "") !== "none") throw cause;
    throw invalid({ headers: "Give every value again: the stored ones cannot be opened by CASEWIRE_SECRET." });
  }
}

function invalid(fields: Record<string, string>): Refusal {
  return new Refusal("invalid", "These headers cannot be sent.", fields);
}
