import type { ComponentType, ReactNode } from "react";
import { Time } from "#components/time";

export type Icon = ComponentType<{ className?: string; "aria-hidden": "true" }>;

/** One step of the timeline: icon, title, time and details. */
export function Step(props: { icon: Icon; look?: string; title: ReactNode; at?: Date; children?: ReactNode }) {
  return (
    <li className="relative grid grid-cols-[1.375rem_minmax(0,1fr)] gap-x-2 pb-3.5 before:absolute before:top-6 before:bottom-0.5 before:left-[0.6875rem] before:w-px before:bg-line-strong last:before:hidden">
      <span className="grid size-[1.375rem] place-items-center rounded-full border border-line-strong bg-surface">
        <props.icon aria-hidden="true" className={`size-3 ${props.look ?? "text-muted"}`} />
      </span>
      <div className="grid min-w-0 gap-0.5 pt-0.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">{props.title}</div>
        {props.at ? <Time at={props.at} absolute className="text-2xs text-faint" /> : null}
        {props.children ? <div className="grid gap-0.5 text-xs text-muted">{props.children}</div> : null}
      </div>
    </li>
  );
}
