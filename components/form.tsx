"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useActionState, useEffect, useRef } from "react";
import { toast } from "sonner";
import { useCloseDialog } from "#components/ui/dialog";
import { type FormState, FormStateContext } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { visibleText } from "#components/ui/user-text";
import { useDrafts } from "./drafts.tsx";
import { useStepUp } from "./step-up.tsx";

/**
 * A form around a server action. A refusal is shown at its field, with what was typed. A success shows a toast, closes the dialog
 * around the form and reloads the page. An act that needs a fresh proof of identity asks for it in a dialog and is then sent again.
 */
export function Form<S extends FormState>(props: {
  action: (state: Awaited<S>, form: FormData) => Promise<S>;
  /** Unique among all forms: unsent text is kept under this key until it is sent. */
  draftKey?: string;
  className?: string;
  label?: string;
  onDone?: (state: Extract<S, { status: "done" }>) => void;
  children: ReactNode;
}) {
  // On the server it stays a server action, so that the form works without JavaScript.
  const action = typeof window === "undefined" ? props.action : orOffline(announced(props.action));
  const [state, submit] = useActionState(action, { status: "idle" } as Awaited<S>);
  const form = useRef<HTMLFormElement>(null);
  const { forget, keep } = useDrafts(form, props.draftKey);
  const router = useRouter();
  const closeDialog = useCloseDialog();
  const handled = useRef<FormState>(state);
  const { stale, listeners, dialog } = useStepUp(state, submit);

  useEffect(() => {
    if (handled.current === state) return;
    handled.current = state;
    if (state.status === "done") {
      forget();
      closeDialog();
      router.refresh();
      props.onDone?.(state as Extract<S, { status: "done" }>);
    }
    if (state.status === "refused") {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  });

  return (
    <FormStateContext value={state}>
      <form
        ref={form}
        action={submit}
        {...listeners}
        onReset={(event) => {
          // React resets a form after each submission. What did not leave stays as it was entered.
          if (state.status === "refused" && state.code === OFFLINE) event.preventDefault();
          listeners.onReset(event);
        }}
        onKeyDown={sendByKey}
        onInput={keep}
        aria-label={props.label}
        className={props.className ?? "grid gap-3"}
      >
        {state.status === "refused" && !stale ? <Notice tone="red">{state.message}</Notice> : null}
        {props.children}
      </form>
      {dialog}
    </FormStateContext>
  );
}

type Act<S> = (state: Awaited<S>, form: FormData) => Promise<S>;

/** The action, whose success a toast tells as soon as its answer comes: with the answer the form may leave the page. */
function announced<S extends FormState>(act: Act<S>): Act<S> {
  return async (state, form) => {
    const next = await act(state, form);
    if (next.status === "done" && next.message) toast(visibleText(next.message));
    return next;
  };
}

const OFFLINE = "offline";

/** Turns a request that did not get through, which would replace the page by an error, into a refusal. */
function orOffline<S extends FormState>(act: Act<S>): Act<S> {
  return async (state, form) => {
    try {
      return await act(state, form);
    } catch (error) {
      // What fetch throws without a network. Redirects and errors of the server are others.
      if (!(error instanceof TypeError)) throw error;
      const message = "This was not sent: there is no connection to the server. What you entered is still here.";
      return { status: "refused", code: OFFLINE, message, fields: {}, values: {} } as unknown as S;
    }
  };
}

/** Ctrl+Enter or ⌘ Enter in a text of several lines presses the form's button. */
function sendByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  if (!(event.target instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>("button[type=submit]")?.click();
}
