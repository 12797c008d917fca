"use client";

import { type RefObject, useEffect, useRef } from "react";
import { Kbd } from "#components/ui/kbd";

/** What a key presses in the row that has the focus: `data-act` names the button. */
const ACTS = [
  { keys: "v", label: "resolves" },
  { keys: "d", label: "changes" },
] as const;

/** Moves through rows (`data-row`) by j and k, and acts on the one that was last in focus. Enter opens it, for it is a link. */
export function useRowKeys(list: RefObject<HTMLElement | null>) {
  const last = useRef<string>(undefined);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  /** A row that is gone keeps its place, so the next one is still the next. */
  const place = (all: HTMLElement[]) => all.findIndex(({ dataset }) => dataset.row === last.current);
  const move = (step: 1 | -1) => {
    const all = rows();
    const at = place(all);
    const next = at === -1 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + step))];
    next?.querySelector<HTMLElement>("a[href]")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (act: string) => {
    const all = rows();
    const row = all[Math.max(0, place(all))];
    row?.querySelector<HTMLElement>(`[data-act=${act}] button`)?.click();
  };
  useEffect(() => {
    const element = list.current;
    const onFocus = (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
      if (row) last.current = row.dataset.row;
    };
    element?.addEventListener("focusin", onFocus);
    return () => element?.removeEventListener("focusin", onFocus);
  }, [list]);
  return { move, press };
}

/** The keys of the list, which are pressed here too. Hidden on a phone, which has none. */
export function RowKeys({ move, press }: ReturnType<typeof useRowKeys>) {
  return (
    <p className="hidden flex-wrap items-center gap-x-3 text-xs text-faint md:flex">
      <span className="flex items-center gap-1">
        <Key keys="j" label="Next case" press={() => move(1)} />
        <Key keys="k" label="Previous case" press={() => move(-1)} /> move
      </span>
      <span className="flex items-center gap-1">
        <Kbd>Enter</Kbd> opens
      </span>
      {ACTS.map(({ keys, label }) => (
        <span key={keys} className="flex items-center gap-1">
          <Key keys={keys} label={`The row in focus: ${label}`} press={() => press(keys)} /> {label}
        </span>
      ))}
    </p>
  );
}

function Key({ keys, label, press }: { keys: string; label: string; press: () => void }) {
  return (
    <button type="button" tabIndex={-1} data-keys={keys} aria-label={label} title={label} onClick={press}>
      <Kbd>{keys}</Kbd>
    </button>
  );
}
