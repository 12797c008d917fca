"use client";

import "./globals.css";

/** Stands in for the whole document when even the root layout failed, so it leans on nothing of ours but the style sheet. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Casewire</title>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
          <h1 className="text-xl font-semibold">Casewire could not be shown</h1>
          <p className="max-w-prose text-muted">
            Something went wrong on our side; nothing you did is lost.
            {error.digest ? ` Tell your administrator this reference: ${error.digest}` : null}
          </p>
          <button type="button" onClick={reset} className="rounded-md border border-control px-3 py-1.5">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
