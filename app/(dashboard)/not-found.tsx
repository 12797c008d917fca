import { SearchX } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        actions={<LinkButton href="/cases">Go to the cases</LinkButton>}
      >
        <p>It may have been mistyped, or what it names has never reached us.</p>
      </EmptyState>
    </>
  );
}
