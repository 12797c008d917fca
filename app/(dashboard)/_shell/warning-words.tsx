import type { ReactNode } from "react";
import { inTwoUnits } from "#components/duration";
import { Elapsed, Time } from "#components/time";
import { isolateTexts } from "#components/ui/user-text";
import { may, type Role } from "#lib/permissions";
import type { Warning } from "#lib/provider/warnings";
import { lastOf, messages, rangeOf } from "../provider/rhythm-words.ts";

/** A warning as a sentence, and where to see more. */
export type WarningLine = { tone: "red" | "amber"; text: ReactNode; href: string; link: string };

/** Equal for equal warnings, whatever their numbers: what is announced once is not announced again for one message more. */
export function warningKey(warning: Warning): string {
  return "source" in warning ? `${warning.kind} ${warning.source}` : warning.kind;
}

export function warningLine(warning: Warning, role: Role): WarningLine {
  return { ...placeOf(warning, role), tone: toneOf(warning), text: isolateTexts(textOf(warning)) };
}

function toneOf({ kind }: Warning): "red" | "amber" {
  return kind === "quieter" || kind === "database-role" || kind === "last-secret" ? "amber" : "red";
}

function textOf(warning: Warning): ReactNode {
  switch (warning.kind) {
    case "silent":
      return (
        <>
          {warning.name} is silent since <Time at={warning.since} absolute="local" />, for{" "}
          <Elapsed at={warning.since} />.
        </>
      );
    case "quieter": {
      const { name, seen, hours, low, high } = warning;
      return `${name} is quieter than usual: ${messages(seen)} in the ${lastOf(hours)}, usually ${rangeOf({ low, high })}.`;
    }
    case "signatures":
      return (
        <>
          {warning.n.toLocaleString("en")} requests that look like those of {warning.name} were refused for their
          signature since <Time at={warning.since} absolute="local" />: its secret may have changed.
        </>
      );
    case "last-secret":
      return (
        <>
          The last secret of {warning.name} retires <Time at={warning.retiresAt} upcoming />: from then on all of its
          messages are refused.
        </>
      );
    case "no-worker":
      return "No worker is running: messages are kept, but no case changes and no letter goes out.";
    case "unopenable-secret":
      return "A stored secret cannot be opened: CASEWIRE_SECRET may have changed. What was signed with it cannot be verified.";
    case "database-role":
      return "The database role of the application may change the audit log.";
    case "runs-wait":
      return waitingText(
        warning.n,
        "action waits to be carried out",
        "actions wait to be carried out",
        warning.seconds,
      );
    case "deliveries-wait":
      return waitingText(
        warning.n,
        "delivery waits to be sent to your services",
        "deliveries wait to be sent to your services",
        warning.seconds,
      );
  }
}

function waitingText(n: number, one: string, many: string, seconds: number): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}, the oldest for ${inTwoUnits(seconds * 1000)}.`;
}

function placeOf({ kind }: Warning, role: Role): { href: string; link: string } {
  if (kind === "database-role") return { href: "/audit", link: "Audit" };
  if ((kind === "last-secret" || kind === "unopenable-secret") && may(role, "source:read")) {
    return { href: "/settings/sources", link: "Sources" };
  }
  if (kind === "deliveries-wait" && may(role, "destination:read"))
    return { href: "/destinations", link: "Destinations" };
  if (kind === "signatures") return { href: "/rejected?cause=bad-signature", link: "Refused requests" };
  return { href: "/provider", link: "Provider" };
}
