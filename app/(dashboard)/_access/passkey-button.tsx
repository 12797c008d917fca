"use client";

import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { startTransition, useState, useSyncExternalStore } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { ActionState } from "#lib/access/endpoints/action-state";
import { askForPasskeyAction } from "../../(sign-in)/sign-in/second-factor/actions.ts";

export const NOT_USED = "The passkey was not used. Try again, or use another way.";

/** Whether this browser supports passkeys on this page; null before hydration. */
export function usePasskeySupport(): boolean | null {
  return useSyncExternalStore(subscribe, browserSupportsWebAuthn, () => null);
}

const subscribe = () => () => {};

/** Shown in place of a button that could do nothing. */
export function NoPasskeys() {
  return (
    <p className="text-xs text-muted">
      Passkeys do not work here: they need HTTPS at the address the administrator set (CASEWIRE_URL), and a browser that
      has them.
    </p>
  );
}

/** Proves an identity by a passkey: gets the options, has the browser sign them, and passes that to `prove`. `able`: the address allows passkeys. */
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
    // Browsers do not say why they give no passkey, so that pages cannot find out which exist.
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
