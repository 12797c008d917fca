"use client";

import { Check, Copy } from "lucide-react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import { copyText } from "./copy-text.ts";

/**
 * Copies `text`. `label` says which: "Copy message id". `children` are shown beside the icon; for `keys` see Shortcuts. Where the browser
 * does not let the page copy, the text is shown selected.
 */
export function CopyButton(
  props: ButtonLook & { text: string; label: string; children?: string; className?: string; keys?: string },
) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const copied = state === "copied";
  const copy = async ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    if (!(await copyText(props.text, currentTarget))) return setState("failed");
    setState("copied");
    setTimeout(() => setState("idle"), 1500);
  };
  return (
    <span className="relative inline-flex">
      <Button
        variant={props.variant ?? "ghost"}
        size={props.size ?? (props.children ? "md" : "icon")}
        className={props.className}
        aria-label={props.label}
        title={props.label}
        data-keys={props.keys}
        onClick={copy}
      >
        {copied ? <Check aria-hidden="true" className="text-green" /> : <Copy aria-hidden="true" />}
        {props.children ? <span>{copied ? "Copied" : props.children}</span> : null}
        <span role="status" className="sr-only">
          {copied ? "Copied" : ""}
        </span>
      </Button>
      {state === "failed" ? <SelectedText text={props.text} label={props.label} done={() => setState("idle")} /> : null}
    </span>
  );
}

function SelectedText({ text, label, done }: { text: string; label: string; done: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.select(), []);
  return (
    <span className="absolute top-full left-0 z-20 mt-1 grid w-72 max-w-[80vw] gap-1 rounded-md border border-line bg-raised p-2 text-xs shadow-lg">
      <span role="status">This browser does not let the page copy. Press Ctrl+C, or ⌘C.</span>
      <textarea
        ref={area}
        readOnly
        rows={3}
        value={text}
        aria-label={label}
        className="w-full resize-none rounded-sm border border-line bg-transparent p-1 font-mono break-all"
        onBlur={done}
        onCopy={() => setTimeout(done, 0)}
        onKeyDown={(event) => event.key === "Escape" && done()}
      />
    </span>
  );
}
