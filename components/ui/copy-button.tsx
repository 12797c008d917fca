"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonLook } from "#components/ui/button";

/** Copies `text`. `label` says what: "Copy message id". With `children` it shows words beside the icon. `keys`: see Shortcuts. */
export function CopyButton(
  props: ButtonLook & { text: string; label: string; children?: string; className?: string; keys?: string },
) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
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
  );
}
