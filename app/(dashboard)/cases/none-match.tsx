import { SearchX } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { casesPath } from "./paths.ts";

export function NoneMatch({ table }: { table: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No case matches"
      actions={<LinkButton href={casesPath({}, table ? { view: "table" } : {})}>Clear the filter</LinkButton>}
    >
      Search finds the beginning of a refId, and words of a business's name in any order, without regard to accents and
      capitals; or where nothing begins so, any part of one, or a name that is written much like it.
    </EmptyState>
  );
}
