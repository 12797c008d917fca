import { LockKeyhole } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { WhosePage } from "./_access/whose-page";

export default function Forbidden() {
  return (
    <>
      <h1 className="sr-only">Not allowed</h1>
      <EmptyState
        icon={LockKeyhole}
        title="Your role may not open this page"
        actions={<LinkButton href="/cases">Go to the cases</LinkButton>}
      >
        <WhosePage />
        <p>An administrator can change your role on the team page.</p>
      </EmptyState>
    </>
  );
}
