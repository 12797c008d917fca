"use client";

import { useContext } from "react";
import { FormStateContext } from "#components/ui/field";
import { Notice } from "#components/ui/notice";

/** The same words whether or not the e-mail is known. */
export function Sent() {
  if (useContext(FormStateContext).status !== "done") return null;
  return (
    <Notice tone="green" title="Look at your mail">
      If this e-mail has an account here, a link is on its way. It works once, for 30 minutes.
    </Notice>
  );
}
