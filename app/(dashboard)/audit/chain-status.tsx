"use client";

import { useContext } from "react";
import { CopyButton } from "#components/ui/copy-button";
import { FormStateContext } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { Verification } from "#lib/audit/verification/verify-links";

/** The result of the verification by the surrounding Form. */
export function ChainStatus() {
  const state = useContext(FormStateContext);
  if (state.status !== "done") return null;
  const { count, head, flaw, checkpoints } = state.value as Verification;
  if (flaw) {
    return (
      <Notice
        tone="red"
        title={flaw.id === null ? "A checkpoint was changed" : `The chain is broken at entry ${flaw.id}`}
      >
        <p>{flaw.sentence}</p>
        <p>{count} entries hold by themselves.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="green" title={`Verified up to entry ${count}: every line, hash and number holds`}>
      <p>It passes through {checkpoints === 1 ? "1 signed checkpoint" : `${checkpoints} signed checkpoints`}.</p>
      <p className="flex items-center gap-2">
        <span className="min-w-0 break-all">
          Head <code className="text-ink">{head}</code>
        </span>
        <CopyButton text={head} label="Copy the head" />
      </p>
      <p>Note it where nobody with the database's password can reach it: it then proves that nothing was cut off.</p>
    </Notice>
  );
}
