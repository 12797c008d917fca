import { Time } from "#components/time";
import { isolateTexts } from "#components/ui/user-text";
import { describeCause } from "#lib/events/describe-cause";
import type { RejectionOutline } from "#lib/events/list-rejections";

/** One line per rejection for whoever may not see what it held: the address in words. */
export function OutlineList({ rejections }: { rejections: RejectionOutline[] }) {
  return (
    <ul aria-label="Refused requests" className="divide-y divide-line">
      {rejections.map((rejection) => (
        <li
          key={rejection.id}
          className="grid items-center gap-x-3 gap-y-0.5 px-3 py-2 md:grid-cols-[7rem_minmax(0,1fr)_14rem_8rem]"
        >
          <span className="text-xs text-muted">
            <Time at={rejection.receivedAt} />
          </span>
          <span className="min-w-0 first-letter:uppercase">{isolateTexts(describeCause(rejection))}</span>
          <span className={rejection.fromSender ? "text-xs font-medium" : "text-xs text-muted"}>
            {rejection.fromSender ? "from the provider's address" : "from another address"}
          </span>
          <span className="truncate text-xs text-faint">{isolateTexts(rejection.source)}</span>
        </li>
      ))}
    </ul>
  );
}
