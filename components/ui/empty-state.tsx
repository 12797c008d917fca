import type { ComponentType, ReactNode } from "react";

/** Shown instead of an empty list: what is missing, why, and what to do next. */
export function EmptyState(props: {
  icon?: ComponentType<{ className?: string; "aria-hidden"?: "true" }>;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-10 text-center">
      {props.icon ? <props.icon className="size-5 text-faint" aria-hidden="true" /> : null}
      <p className="text-base font-semibold">{props.title}</p>
      {props.children ? <div className="max-w-prose text-muted">{props.children}</div> : null}
      {props.actions ? <div className="mt-2 flex flex-wrap justify-center gap-2">{props.actions}</div> : null}
    </div>
  );
}
