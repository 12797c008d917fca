"use client";

import { ArrowDownToLine } from "lucide-react";
import { useEffect } from "react";
import { useAnnounce } from "#components/announcer";
import { Button } from "#components/ui/button";

/** "3 new, 2 moved – show". It floats over the list, so that nothing below it moves when it appears. */
export function ArrivalsButton({ fresh, moved, show }: { fresh: number; moved: number; show: () => void }) {
  const announce = useAnnounce();
  const words = [fresh ? `${fresh} new` : "", moved ? `${moved} moved` : ""].filter(Boolean).join(", ");
  useEffect(() => {
    if (words) announce(`${words}. Use the show button to see them.`);
  }, [words, announce]);
  return (
    <div className="pointer-events-none sticky top-14 z-20 flex h-0 justify-center md:top-3">
      {words ? (
        <Button
          variant="primary"
          className="pointer-events-auto mt-1 animate-appear rounded-full shadow-raised"
          onClick={show}
        >
          <ArrowDownToLine aria-hidden="true" />
          {words} – show
        </Button>
      ) : null}
    </div>
  );
}
