import { Send } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { Code } from "#components/ui/code";
import { EmptyState } from "#components/ui/empty-state";

/** The list before there is any destination: what one is, and how to try one on this machine. */
export function FirstDestination({ mayAdd }: { mayAdd: boolean }) {
  return (
    <EmptyState
      icon={Send}
      title="No service is told anything yet"
      actions={
        mayAdd ? (
          <LinkButton variant="primary" href="/destinations/new">
            Add destination
          </LinkButton>
        ) : null
      }
    >
      <p>
        A destination is the URL of a service of yours. Casewire sends it a signed request for each event it takes: a
        case was completed, an account was enabled, a follow-up is due. A request that fails is repeated for more than
        an hour; each one is kept here with its answer and can be sent again.
      </p>
      {mayAdd ? (
        <div className="mt-4 rounded-md bg-sunken px-3 py-2 text-left">
          <p className="font-medium text-ink">Try it on this machine</p>
          <ol className="mt-1 grid list-decimal gap-1 pl-5">
            <li>
              Start Casewire with <Code>CASEWIRE_DESTINATIONS_ALLOW=127.0.0.1</Code>: without it nothing is sent to this
              machine.
            </li>
            <li>
              Run <Code>npm run receive</Code>: it verifies and prints what comes to <Code>http://127.0.0.1:4455/</Code>
              .
            </li>
            <li>Add a destination with that URL, and send it a test event.</li>
          </ol>
        </div>
      ) : (
        <p className="mt-2">An admin adds destinations.</p>
      )}
    </EmptyState>
  );
}
