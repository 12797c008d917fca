import type { ReactNode } from "react";
import { requireActor } from "#lib/access/sessions/session";

/** Refuses before `loading.tsx` is sent: with it goes the status 200, which a refusal of the page would come too late for. */
export default async function Layout({ children }: { children: ReactNode }) {
  await requireActor("provider:read");
  return children;
}
