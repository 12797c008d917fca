import { UserText } from "#components/ui/user-text";
import { type Failure, MAX_COUNTED } from "#lib/failures/list-failures";
import { actionOf } from "../_words.ts";

/** What gave up: `Enabling the account`, `Deliveries to Core banking`. */
export function WhatGaveUp({ of: { handler, destination } }: { of: Pick<Failure, "handler" | "destination"> }) {
  if (destination === null) return <>{actionOf(handler)}</>;
  return (
    <>
      Deliveries to <UserText>{destination.name}</UserText>
    </>
  );
}

/** What waits for somebody: `14 runs of 12 cases`. Behind a number that was not counted to the end is a plus. */
export function waitingWords({ waiting, cases, destination, capped }: Failure): string {
  if (waiting === 0) return "Nothing waits";
  const what = destination === null ? ["run", "runs"] : ["delivery", "deliveries"];
  const of = cases === 0 ? "" : ` of ${counted(cases, ["case", "cases"], capped)}`;
  return `${counted(waiting, what, capped)}${of}`;
}

function counted(n: number, [one, many]: readonly string[], capped: boolean): string {
  return `${n.toLocaleString("en")}${capped && n >= MAX_COUNTED ? "+" : ""} ${n === 1 ? one : many}`;
}
