import { STATUS_LOOKS } from "../_chips/status-chip.tsx";
import { STATUS_WORDS } from "../_words.ts";

/** The column of cases not started, folded while it is empty, with the reason. */
export function NotStarted() {
  const { icon: Icon } = STATUS_LOOKS.NOT_STARTED;
  return (
    <details className="group order-last snap-start xl:order-none xl:!flex-none xl:!w-9 xl:open:!w-52">
      <summary className="flex h-9 list-none items-center gap-1.5 rounded-md px-1 text-muted hover:bg-hover hover:text-ink xl:h-auto xl:py-2 xl:[writing-mode:vertical-rl] xl:group-open:h-9 xl:group-open:py-0 xl:group-open:[writing-mode:horizontal-tb]">
        <Icon aria-hidden="true" className="size-3.5 text-faint" />
        <h2 className="font-medium">{STATUS_WORDS.NOT_STARTED}</h2>
        <span className="text-faint">0</span>
        <span className="ml-auto text-xs text-faint xl:hidden">why?</span>
      </summary>
      <p className="mt-1 rounded-md border border-dashed border-line px-3 py-3 text-xs text-muted">
        VOVE ID sends nothing when it opens a case. We first hear of one when the business opens its portal and leaves
        this state.
      </p>
    </details>
  );
}
