import { Bot, Check, Flag, FlagOff, MessageSquareText, Radio, Send, Sparkles, UserRound } from "lucide-react";
import type { DeliveryItem, TimelineItem } from "#lib/cases/timeline/viewer-items";
import { STATUS_LOOKS } from "../../_chips/status-chip.tsx";

type Mark = { icon: typeof Bot; ink: string };

const DELIVERY_INKS: Partial<Record<DeliveryItem["state"], string>> = { succeeded: "text-green", dead: "text-red" };

/** The icon of an item; an event has that of its status. */
export function markOf(item: TimelineItem): {
  icon: Mark["icon"] | (typeof STATUS_LOOKS)["COMPLETED"]["icon"];
  ink: string;
} {
  switch (item.kind) {
    case "event":
      return item.status ? STATUS_LOOKS[item.status] : { icon: Radio, ink: "text-faint" };
    case "run":
      return { icon: item.state === "succeeded" ? Check : Bot, ink: item.state === "dead" ? "text-red" : "text-faint" };
    case "effect":
      return { icon: Sparkles, ink: item.state === "done" ? "text-green" : "text-amber" };
    case "note":
      return { icon: MessageSquareText, ink: "text-accent" };
    case "follow-up":
      return item.step === "raised" ? { icon: Flag, ink: "text-amber" } : { icon: FlagOff, ink: "text-green" };
    case "act":
      return { icon: UserRound, ink: "text-accent" };
    case "delivery":
      return { icon: Send, ink: DELIVERY_INKS[item.state] ?? "text-faint" };
  }
}
