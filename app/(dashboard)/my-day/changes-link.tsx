"use client";

import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { IDLE } from "#lib/access/endpoints/action-state";
import { countInWords } from "../cases/count-words.ts";
import { countSinceSeen } from "./actions.ts";

type Counted = { since: string; n: number; capped: boolean };

/** Leads to what changed on the reader's cases since they last looked. Counted once, when the page is opened: it may be much. */
export function ChangesLink() {
  const [counted, setCounted] = useState<Counted | null>(null);
  useEffect(() => {
    let current = true;
    countSinceSeen(IDLE, new FormData()).then(
      (state) => current && state.status === "done" && setCounted(state.value ?? null),
      // The link leads there all the same.
      () => {},
    );
    return () => {
      current = false;
    };
  }, []);
  return (
    <LinkButton href="/changes?whose=mine">
      <History aria-hidden="true" />
      {counted ? (
        <span>
          {countInWords(counted)} {counted.n === 1 && !counted.capped ? "change" : "changes"} since you looked{" "}
          <Time at={counted.since} />
        </span>
      ) : (
        "What changed"
      )}
    </LinkButton>
  );
}
