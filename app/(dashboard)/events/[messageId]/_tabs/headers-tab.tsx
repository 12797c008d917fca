import { ChevronRight } from "lucide-react";
import { Time } from "#components/time";
import { CopyButton } from "#components/ui/copy-button";
import { UserText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { HeaderList } from "../../../_http/header-list.tsx";

/** The headers of each receipt as they came, with the signature: only engineers and admins see this page. */
export function HeadersTab({ receipts }: { receipts: FoundEvent["receipts"] }) {
  if (receipts.length === 0) return <p className="text-muted">Its receipts were removed under retention.</p>;
  return (
    <div className="grid gap-2">
      {receipts.map((receipt, at) => (
        <details key={receipt.id} open={at === 0} className="group rounded-md border border-line">
          <summary className="flex min-h-9 list-none items-center gap-2 px-3">
            <ChevronRight aria-hidden="true" className="size-3.5 text-faint group-open:rotate-90" />
            <span className="font-medium">Receipt {at + 1}</span>
            <span className="text-xs text-faint">
              from <UserText>{receipt.remoteAddress}</UserText>, <Time at={receipt.receivedAt} absolute />
            </span>
          </summary>
          <div className="border-t border-line px-3 py-2">
            <HeaderList headers={receipt.headers} />
            <CopyButton
              label={`Copy headers of receipt ${at + 1}`}
              text={receipt.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}
              size="sm"
              className="mt-2"
            >
              Copy headers
            </CopyButton>
          </div>
        </details>
      ))}
    </div>
  );
}
