import type { ListFilter } from "#lib/figures/list-behind";
import { OTHERS } from "#lib/figures/read-overview";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { actionOf, RUN_STATE_WORDS, STATUS_WORDS } from "../../_words.ts";

const LETTER_WORDS: Record<string, string> = {
  intended: "Being sent",
  unknown: "In doubt",
  done: "Sent",
  "not-sent": "Not sent",
  failed: "Refused by the mail server",
  waived: "Waived",
};

/** What a list of the overview holds. */
export function titleOf({ figure, label = "" }: ListFilter): string {
  switch (figure) {
    case "events":
      return "Events";
    case "refusals":
      return "Refused requests";
    case "runs":
      return `${actionOf(nameIn(label))}: ${outcomesIn(label)}`;
    case "deliveries":
      return `Requests to ${nameIn(label) === OTHERS ? "destinations" : "a destination"}: ${outcomesIn(label)}`;
    case "onboardings":
      return onboardings(label);
    case "moves":
      return label === "COMPLETED" || label === "REJECTED"
        ? `Cases ${status(label).toLowerCase()}`
        : `Cases that entered ${status(label)}`;
    case "stays":
      return `Cases that entered ${status(label)}, and left it`;
    case "running":
      return `Cases that entered ${status(label)}, and are still in it`;
    case "reasons":
      return `Rejected: ${reasonIn(label)}`;
    case "follow-ups":
      return label === "done" ? "Follow-ups done" : "Follow-ups opened";
    case "letters":
      return label === "done" ? "Letters sent" : "Letters not sent";
  }
}

/** One row of the list, in the words of the pages. */
export function whatInWords({ figure }: ListFilter, what: string): string {
  switch (figure) {
    case "runs":
      return outcomesIn(what);
    case "refusals":
      return sentenceCase(what.replaceAll("-", " "));
    case "letters":
      return LETTER_WORDS[what] ?? what;
    case "deliveries":
    case "follow-ups":
      return sentenceCase(what);
    case "events":
      return what;
    default:
      return status(what);
  }
}

function onboardings(label: string): string {
  if (label === "") return "Onboardings that began";
  if (label === "/reviewed") return "Onboardings that were in review";
  return `Onboardings that began, and are ${label.split(",").map(status).join(" or ").toLowerCase()}`;
}

function status(name: string): string {
  return (STATUS_WORDS as Record<string, string>)[name] ?? name;
}

function reasonIn(label: string): string {
  if (label === OTHERS) return "another reason, or none";
  return label === "" ? "no reason, or one in words" : reasonLabel(label);
}

function nameIn(label: string): string {
  return label.slice(0, label.lastIndexOf("/"));
}

/** Of `update-case/failed,dead`: failed or gave up. */
function outcomesIn(label: string): string {
  const outcomes = label.slice(label.lastIndexOf("/") + 1).split(",");
  if (outcomes.includes("succeeded")) return outcomes.length > 1 ? "all attempts" : "Succeeded";
  return outcomes.map((outcome) => (RUN_STATE_WORDS as Record<string, string>)[outcome] ?? outcome).join(" or ");
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
