import { maskedText } from "#lib/cases/masked";
import type { TimelineItem } from "#lib/cases/timeline/item";

/** For those who may not read businesses: no one's address in what a handler said or a person wrote. */
export function masked(item: TimelineItem): TimelineItem {
  switch (item.kind) {
    case "effect":
      return { ...item, detail: item.detail && maskedText(item.detail) };
    case "run":
      return {
        ...item,
        error: item.error && maskedText(item.error),
        skipped: item.skipped && maskedText(item.skipped),
      };
    case "note":
      return { ...item, body: maskedText(item.body) };
    case "follow-up":
      return { ...item, reason: maskedText(item.reason), outcome: item.outcome && maskedText(item.outcome) };
    case "event":
    case "act":
      return item;
  }
}
