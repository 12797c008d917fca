"use client";

import { CircleAlert } from "lucide-react";
import { Button, LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState
        icon={CircleAlert}
        title="This page could not be shown"
        actions={
          <>
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <LinkButton href="/cases">Go to the cases</LinkButton>
          </>
        }
      >
        <p>Something went wrong on our side; nothing you did is lost.</p>
        {error.digest ? (
          <p className="mt-1">
            Tell your administrator this reference: <code className="font-mono">{error.digest}</code>
          </p>
        ) : null}
      </EmptyState>
    </>
  );
}
