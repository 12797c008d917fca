"use client";

import { CircleAlert } from "lucide-react";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { useRetry } from "#components/use-retry";
import { CROSS_SITE_FORM } from "#lib/access/endpoints/action-state";

/** `retry` asks the server again, where `reset` would show the same failure once more. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useRetry(retry);
  return (
    <>
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState
        icon={CircleAlert}
        title="This page could not be shown"
        actions={
          <>
            <Button variant="primary" onClick={retry}>
              Try again
            </Button>
            <LinkButton href="/cases">Go to the cases</LinkButton>
          </>
        }
      >
        <p>
          {error.message.startsWith(CROSS_SITE_FORM)
            ? error.message
            : "Something went wrong on our side; nothing you did is lost. It is tried again by itself."}
        </p>
        {error.digest ? (
          <p className="mt-1">
            Tell your administrator this reference: <code className="font-mono">{error.digest}</code>
          </p>
        ) : null}
      </EmptyState>
    </>
  );
}
