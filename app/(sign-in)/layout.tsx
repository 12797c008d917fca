import type { ReactNode } from "react";
import { Wordmark } from "../(dashboard)/_shell/wordmark";

/** The pages before the dashboard: one narrow card, and nothing that needs a session. */
export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-96 content-center gap-5 px-4 py-10">
      <Wordmark />
      <div className="rounded-lg border border-line bg-surface p-5">{children}</div>
    </main>
  );
}
