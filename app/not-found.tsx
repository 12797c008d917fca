import { SearchX } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        actions={<LinkButton href="/">Go to the start</LinkButton>}
      >
        <p>It may have been mistyped, or the page has moved.</p>
      </EmptyState>
    </main>
  );
}
