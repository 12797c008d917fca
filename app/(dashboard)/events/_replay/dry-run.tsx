"use client";

import { LoaderCircle } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Notice } from "#components/ui/notice";
import { type ActionState, IDLE } from "#lib/access/endpoints/action-state";

type Ask<T> = (state: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

/** Loads and shows a dry run, when its dialog opens and whenever the choice changes. */
export function DryRun<T>(props: { ask: Ask<T>; about: Record<string, string>; children: (answer: T) => ReactNode }) {
  const [answer, setAnswer] = useState<{ about: string; state: ActionState<T> } | null>(null);
  const { ask } = props;
  const about = JSON.stringify(props.about);

  useEffect(() => {
    let current = true;
    const form = new FormData();
    for (const [name, value] of Object.entries(JSON.parse(about) as Record<string, string>)) form.set(name, value);
    ask(IDLE, form).then(
      (state) => current && setAnswer({ about, state }),
      () => current && setAnswer({ about, state: UNREACHABLE }),
    );
    return () => {
      current = false;
    };
  }, [ask, about]);

  const state = answer?.about === about ? answer.state : null;
  return (
    <section
      aria-label="Dry run"
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-md border border-line bg-canvas p-3"
    >
      <h3 className="mb-2 text-xs font-medium text-faint">Dry run: nothing is done yet</h3>
      {state === null ? (
        <p className="flex items-center gap-2 text-muted">
          <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />
          Working out what it would do…
        </p>
      ) : null}
      {state?.status === "refused" ? <Notice tone="amber">{state.message}</Notice> : null}
      {state?.status === "done" && state.value !== undefined ? props.children(state.value) : null}
    </section>
  );
}

const UNREACHABLE = {
  status: "refused",
  code: "failed",
  message: "The dry run did not come through. Close this and open it again.",
  fields: {},
  values: {},
} as const;
