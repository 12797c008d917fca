"use client";

import { Download, Printer } from "lucide-react";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Notice } from "#components/ui/notice";

/** New codes, which are never shown again. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const text = codes.join("\n");
  return (
    <Notice tone="green" title="Your recovery codes. They are not shown again.">
      <div className="grid gap-3 text-ink">
        <p>Each lets you in once when your device is lost. Keep them where the device is not.</p>
        <ul className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>
              <code className="text-xs whitespace-nowrap">{code}</code>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2 print:hidden">
          <CopyButton text={text} label="Copy the codes" />
          <Button onClick={() => download(text)}>
            <Download aria-hidden="true" />
            Download
          </Button>
          <Button onClick={() => window.print()}>
            <Printer aria-hidden="true" />
            Print
          </Button>
        </div>
      </div>
    </Notice>
  );
}

function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`Casewire recovery codes\n\n${text}\n`], { type: "text/plain" }));
  link.download = "casewire-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
