import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { isolateTexts } from "./user-text.tsx";

const TONES = {
  info: { icon: Info, look: "border-line-strong bg-surface text-ink" },
  green: { icon: CircleCheck, look: "border-green bg-green-soft text-green" },
  amber: { icon: TriangleAlert, look: "border-amber bg-amber-soft text-amber" },
  red: { icon: OctagonAlert, look: "border-red bg-red-soft text-red" },
};

/** A sentence or two that must be seen. Screen readers announce red ones at once and others when they pause. */
export function Notice(props: {
  tone?: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const tone = TONES[props.tone ?? "info"];
  return (
    <div
      role={props.tone === "red" ? "alert" : "status"}
      className={classes("flex gap-2 rounded-md border px-3 py-2", tone.look, props.className)}
    >
      <tone.icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 gap-1">
        {props.title ? <p className="font-semibold">{isolateTexts(props.title)}</p> : null}
        {props.children ? <div>{isolateTexts(props.children)}</div> : null}
      </div>
    </div>
  );
}
