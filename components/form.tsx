"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { toast } from "sonner";
import { useCloseDialog } from "#components/ui/dialog";
import { type FormState, FormStateContext } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { visibleText } from "#components/ui/written";
import { useDrafts } from "./drafts.tsx";
import { useStepUp } from "./step-up.tsx";

/**
 * A form around a server action. It shows refusals by field, keeps what was typed, and after a success says so, closes the dialog
 * it stands in and asks for the page again. An act that asks for a fresh proof of identity gets it in a dialog, and is then sent as it was
 * first sent.
 */
export function Form<S extends FormState>(props: {
  action: (state: Awaited<S>, form: FormData) => Promise<S>;
  /** Names the form among all forms: half-written text under this key survives a reload until it is sent. */
  draftKey?: string;
  className?: string;
  label?: string;
  onDone?: (state: Extract<S, { status: "done" }>) => void;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(props.action, { status: "idle" } as Awaited<S>);
  const form = useRef<HTMLFormElement>(null);
  const { forget, keep } = useDrafts(form, props.draftKey);
  const router = useRouter();
  const closeDialog = useCloseDialog();
  const seen = useRef<FormState>(state);
  const { stale, listeners, dialog } = useStepUp(state, submit);

  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    if (state.status === "done") {
      forget();
      if (state.message) toast(visibleText(state.message));
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
