import type { Range } from "#lib/provider/expected-range";
import type { RhythmState } from "#lib/provider/rhythm";

/** `last 4 h`, `last 7 d`. */
export function lastOf(hours: number): string {
  return hours > 48 ? `last ${hours / 24} d` : `last ${hours} h`;
}

/** `20–35`, and of a range of one number that number. */
export function rangeOf({ low, high }: Range): string {
  const [from, to] = [low.toLocaleString("en"), high.toLocaleString("en")];
  return low === high ? from : `${from}–${to}`;
}

export function messages(n: number): string {
  return `${n.toLocaleString("en")} ${n === 1 ? "message" : "messages"}`;
}

/** The state in one or two words, and what it rests on. The time of a silence is shown beside by the page. */
export function stateWords(state: RhythmState): { word: string; because: string } {
  switch (state.kind) {
    case "as-expected":
    case "quieter": {
      const { seen, hours, usual } = state.window;
      const word = state.kind === "quieter" ? "Quieter than usual" : "As expected";
      return { word, because: `${messages(seen)} in the ${lastOf(hours)}, usually ${rangeOf(usual)}.` };
    }
    case "silent":
      return { word: "Silent", because: `Usually ${rangeOf(state.usual)} messages would have come since.` };
    case "too-little-history":
      return {
        word: "Not enough history",
        because: `There are ${state.weeks} of the 3 weeks that it takes to say what is usual.`,
      };
    case "not-counted":
      return {
        word: "Not known",
        because: "The last hours have not been counted yet: no worker is running, or it is behind.",
      };
    case "never":
      return { word: "Nothing yet", because: "No message of this source was ever verified." };
  }
}
