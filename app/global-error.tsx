"use client";

import { useRetry } from "#components/use-retry";
import { CROSS_SITE_FORM } from "#lib/access/endpoints/action-state";
import "./globals.css";

/** Stands in for the whole document when even a layout failed, so it leans on nothing of ours but the style sheet and the retry. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  useRetry(reloadOnceWell);
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Casewire</title>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
          <h1 className="text-xl font-semibold">Casewire could not be shown</h1>
          <p className="max-w-prose text-muted">
            {error.message.startsWith(CROSS_SITE_FORM)
              ? error.message
              : "Something went wrong on our side; nothing you did is lost. It is tried again by itself."}
            {error.digest ? ` Tell your administrator this reference: ${error.digest}` : null}
          </p>
          <button
            type="button"
            onClick={() => window.location.reload()}
            className="rounded-md border border-control px-3 py-1.5"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}

/** A browser that reloads while nobody answers is left with a page of its own, which never asks again. */
async function reloadOnceWell(): Promise<void> {
  const answer = await fetch("/api/health").catch(() => undefined);
  if (answer?.ok) window.location.reload();
}
