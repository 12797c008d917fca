"use client";

import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { startTransition, useState, useSyncExternalStore } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { ActionState } from "#lib/access/endpoints/action-state";
import { askForPasskeyAction } from "../../(sign-in)/sign-in/second-factor/actions.ts";

export const NOT_USED = "The passkey was not used. Try again, or use another way.";

/** Whether this browser has passkeys on this page; null until it runs our code. */
export function usePasskeySupport(): boolean | null {
  return useSyncExternalStore(subscribe, browserSupportsWebAuthn, () => null);
}

const subscribe = () => () => {};

/** In words, where a button would be dead. */
export function NoPasskeys() {
  return (
    <p className="text-xs text-muted">
      Passkeys do not work here: they need HTTPS at the address the administrator set (CASEWIRE_URL), and a browser that
      has them.
    </p>
  );
}

/** Proves by a passkey: asks what to sign, has the browser sign it, and hands that to `prove`. `able` is whether the desk has an address for it. */
export function PasskeyButton(props: {
  able: boolean;
  prove: (state: ActionState<undefined>, form: FormData) => Promise<unknown>;
  next?: string;
  onProven?: () => void;
}) {
  const supported = usePasskeySupport();
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  if (!props.able || supported === false) return <NoPasskeys />;
  if (supported === null) return null;
  const attempt = async () => {
    const asked = await askForPasskeyAction({ status: "idle" }, new FormData());
    if (asked.status !== "done" || !asked.value) return messageOf(asked);
    const form = new FormData();
    // The browser tells nobody why it gives none, so that no page can find out which there are.
    const signed = await startAuthentication({ optionsJSON: asked.value }).catch(() => null);
    if (!signed) return NOT_USED;
    form.set("response", JSON.stringify(signed));
    if (props.next !== undefined) form.set("next", props.next);
    const proven = (await props.prove({ status: "idle" }, form)) as ActionState | undefined;
    if (proven?.status === "refused") return proven.message;
    props.onProven?.();
    return "";
  };
  const use = () => {
    if (busy) return;
    setBusy(true);
    setRefused("");
    startTransition(async () => {
      const message = await attempt();
      setRefused(message);
      setBusy(false);
    });
  };
  return (
    <div className="grid gap-2">
      {refused ? <Notice tone="red">{refused}</Notice> : null}
      <Button className="justify-self-start" aria-disabled={busy || undefined} onClick={use}>
        Use a passkey
      </Button>
    </div>
  );
}

function messageOf(state: ActionState): string {
  return state.status === "refused" ? state.message : NOT_USED;
}
