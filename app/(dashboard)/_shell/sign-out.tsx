"use client";

import { LogOut } from "lucide-react";
import { deleteAllDrafts } from "#components/drafts";
import { Button } from "#components/ui/button";

/** Ends the session, deletes drafts and loads a new document, so that nothing read while signed in stays in memory. */
export function SignOut() {
  const signOut = async () => {
    await fetch("/api/auth/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    deleteAllDrafts();
    window.location.assign("/sign-in");
  };
  return (
    <Button variant="ghost" size="icon" aria-label="Sign out" title="Sign out" onClick={() => void signOut()}>
      <LogOut aria-hidden="true" />
    </Button>
  );
}
