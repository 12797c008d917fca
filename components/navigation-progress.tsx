"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { toast } from "sonner";

/** A navigation that is faster shows nothing. */
const SLOW_MS = 150;
/** A page that has not come by then has failed in a way that shows by itself. */
const MAX_MS = 20_000;
const BEGINS = "casewire-navigation";

/** For navigations by script: shows that the page is on its way, if that takes long. */
export function navigationBegins(): void {
  window.dispatchEvent(new Event(BEGINS));
}

/**
 * A bar at the top while the page that a link leads to is on its way. Without a network a link says so instead: the browser would replace
 * the page, and what was typed in it, by an error page of its own.
 */
export function NavigationProgress() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [slowFrom, setSlowFrom] = useState<string | null>(null);

  useEffect(() => {
    let timers: NodeJS.Timeout[] = [];
    const stop = () => timers.forEach(clearTimeout);
    const begin = () => {
      stop();
      timers = [setTimeout(() => setSlowFrom(address), SLOW_MS), setTimeout(() => setSlowFrom(null), MAX_MS)];
    };
    const onClick = (event: MouseEvent) => {
      const link = linkFollowed(event);
      if (!link) return;
      if (navigator.onLine) return begin();
      event.preventDefault();
      event.stopPropagation();
      toast.error("You are offline: the page cannot be loaded. What you typed is still here.");
    };
    document.addEventListener("click", onClick, { capture: true });
    window.addEventListener(BEGINS, begin);
    return () => {
      stop();
      document.removeEventListener("click", onClick, { capture: true });
      window.removeEventListener(BEGINS, begin);
    };
  }, [address]);

  if (slowFrom !== address) return null;
  return (
    <div
      role="progressbar"
      aria-label="The page is loading"
      className="fixed inset-x-0 top-0 z-50 h-0.5 origin-left animate-approach bg-accent-fill"
    />
  );
}

/** The link to another page of ours that a click follows in this tab. */
function linkFollowed(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || link.origin !== location.origin || link.hasAttribute("download")) return null;
  if (link.target !== "" && link.target !== "_self") return null;
  return link.pathname + link.search === location.pathname + location.search ? null : link;
}
