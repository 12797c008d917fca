"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useState } from "react";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { openInviteAction } from "./actions.ts";

/** Posts the token behind the # of a link, which browsers do not send, and removes it from the URL. */
export function OpenLink({ children }: { children: ReactNode }) {
  const [state, open, opening] = useActionState(openInviteAction, { status: "idle" });
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    const take = () => {
      const token = decodeURIComponent(window.location.hash.slice(1));
      setLooked(true);
      if (token === "") return;
      window.history.replaceState(null, "", window.location.pathname);
      const form = new FormData();
      form.set("token", token);
      startTransition(() => open(form));
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, [open]);
  // Again once the router is ready: it would restore the URL it started with.
  useEffect(() => {
    if (looked && !opening) window.history.replaceState(null, "", window.location.pathname);
  }, [looked, opening]);
  if (!looked || opening) return <PageHeader title="Opening the link" description="One moment." />;
  return state.status === "refused" ? <DeadLink why={state.message} /> : children;
}

export function DeadLink({ why }: { why: string }) {
  return (
    <>
      <PageHeader title="This link does not work" description={why} />
      <LinkButton href="/sign-in">Go to sign in</LinkButton>
    </>
  );
}
