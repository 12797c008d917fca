"use client";

import {
  createContext,
  type FormEvent,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Modal } from "#components/ui/dialog";
import type { FormState } from "#components/ui/field";

/** Renders the question for a fresh proof of identity. */
export type StepUp = (done: { onConfirmed: () => void }) => ReactNode;

/** Used by a Form whose act was refused because the last proof is too old. Null where no proof can be asked for. */
export const StepUpContext = createContext<StepUp | null>(null);

/** For a form whose act may need a fresh proof of identity: `dialog` asks for it and sends the form again. `listeners` are for the form. */
export function useStepUp(state: FormState, submit: (form: FormData) => void) {
  const stepUp = useContext(StepUpContext);
  const sent = useRef<FormData | null>(null);
  const [asking, setAsking] = useState(false);
  const stale = stepUp !== null && state.status === "refused" && state.code === "not-fresh";

  useEffect(() => {
    if (stepUp !== null && state.status === "refused" && state.code === "not-fresh") setAsking(true);
  }, [state, stepUp]);

  const sendAgain = () => {
    const form = sent.current;
    if (form) startTransition(() => submit(form));
  };
  const listeners = {
    onSubmit: ({ currentTarget, nativeEvent }: FormEvent<HTMLFormElement>) => {
      sent.current = new FormData(currentTarget, (nativeEvent as SubmitEvent).submitter);
    },
    // React resets a form after each submission. What is to be sent again, secrets too, stays.
    onReset: (event: FormEvent<HTMLFormElement>) => {
      if (stale) event.preventDefault();
    },
  };
  const dialog = stale ? (
    <Modal
      open={asking}
      onClose={() => setAsking(false)}
      title="Confirm that it is you"
      description="This act asks for a proof of the last ten minutes. What you entered is kept."
    >
      {stepUp({ onConfirmed: sendAgain })}
    </Modal>
  ) : null;
  return { stale, listeners, dialog };
}
