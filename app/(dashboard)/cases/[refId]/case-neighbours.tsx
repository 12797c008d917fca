import { ChevronDown, ChevronUp } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import type { CaseNeighbour, CaseNeighbours } from "#lib/cases/board/find-case-neighbours";
import { casePath } from "#lib/page-paths";
import { countInWords } from "../count-words.ts";

/** A case of the list, which knows the list in its turn. */
export function neighbourPath({ source, refId, at }: CaseNeighbour, list: string): string {
  return casePath({ source, refId }, { list, at });
}

/** The cases before and after this one in the list that the reader came from, and where in it they are. */
export function CaseNeighbourLinks({ list, neighbours }: { list: string; neighbours: CaseNeighbours }) {
  const { previous, next, listed, position, total } = neighbours;
  const size = "h-10 md:h-6";
  return (
    <nav aria-label="The list" className="flex items-center gap-1">
      <span>
        {listed
          ? `${countInWords(position)} of ${countInWords(total)}`
          : `No longer in the list, ${countInWords(total)} left`}
      </span>
      {previous ? (
        <LinkButton
          size="sm"
          variant="ghost"
          className={size}
          href={neighbourPath(previous, list)}
          data-keys="k"
          data-keys-label="Previous case"
          title="Previous case (k)"
          rel="prev"
        >
          <ChevronUp aria-hidden="true" />
          Previous
        </LinkButton>
      ) : null}
      {next ? (
        <LinkButton
          size="sm"
          variant="ghost"
          className={size}
          href={neighbourPath(next, list)}
          data-keys="j"
          data-keys-label="Next case"
          title="Next case (j)"
          rel="next"
        >
          <ChevronDown aria-hidden="true" />
          Next
        </LinkButton>
      ) : null}
    </nav>
  );
}
