"use client";

import { useContext } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { FormStateContext } from "#components/ui/field";
import { Notice } from "#components/ui/notice";

/** A token or secret that the surrounding Form has just made and never shows again; with `before`, the link that ends in it. */
export function ShownOnce(props: { title: string; copy: string; before?: string }) {
  const state = useContext(FormStateContext);
  if (state.status !== "done") return null;
  const made = state.value as { token: string } | { secret: string };
  const text = `${props.before ?? ""}${"token" in made ? made.token : made.secret}`;
  return (
    <Notice tone="green" title={props.title}>
      <span className="flex items-center gap-2">
        <code className="min-w-0 break-all text-ink">{text}</code>
        <CopyButton text={text} label={props.copy} />
      </span>
    </Notice>
  );
}
