"use client";

import { OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { useAnnounce } from "#components/announcer";
import { classes } from "#components/ui/classes";
import { usePageVisible } from "#components/use-page-visible";
import type { Role } from "#lib/permissions";
import type { Warning } from "#lib/provider/warnings";
import { warningKey, warningLine } from "./warning-words.tsx";

const POLL_MS = 30_000;
/** While something is off: it should go soon after its cause. */
const POLL_OFF_MS = 10_000;
/** While the server does not know yet, as after its start. */
const SOON_MS = 2000;

const TONES = {
  red: { icon: OctagonAlert, look: "border-red bg-red-soft text-red" },
  amber: { icon: TriangleAlert, look: "border-amber bg-amber-soft text-amber" },
};

/** What is off, on every page of whoever may know: it comes and goes with what it says, and is announced when it comes. */
export function WarningStrip({ known, role }: { known: Warning[] | null; role: Role }) {
  const warnings = useWarnings(known);
  useAnnounced(warnings);
  if (!warnings || warnings.length === 0) return null;
  return (
    <ul aria-label="What is off" className="mb-3 grid gap-1 print:hidden">
      {warnings.map((warning) => {
        const { tone, text, href, link } = warningLine(warning, role);
        const { icon: Icon, look } = TONES[tone];
        return (
          <li
            key={warningKey(warning)}
            className={classes("flex items-center gap-2 rounded-md border px-3 py-1.5 max-md:py-2", look)}
          >
            <Icon aria-hidden="true" className="size-4 shrink-0" />
            <span className="min-w-0">{text}</span>
            <Link href={href} className="ml-auto shrink-0 font-medium underline max-md:py-2">
              {link}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The newest of what the page was rendered with and what the server said since. */
function useWarnings(known: Warning[] | null): Warning[] | null {
  const [warnings, setWarnings] = useState(known);
  const visible = usePageVisible();
  const every = pollOf(warnings);
  useEffect(() => setWarnings((before) => known ?? before), [known]);
  useEffect(() => {
    if (!visible) return;
    const leaving = new AbortController();
    const ask = async () => {
      const answer = await fetch("/api/warnings", { signal: leaving.signal });
      if (answer.ok) setWarnings(((await answer.json()) as { warnings: Warning[] | null }).warnings);
    };
    // Offline or signed out: the next question finds out more, and other parts of the page say so.
    const timer = setInterval(() => void ask().catch(() => {}), every);
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, [visible, every]);
  return warnings;
}

function pollOf(warnings: Warning[] | null): number {
  if (warnings === null) return SOON_MS;
  return warnings.length > 0 ? POLL_OFF_MS : POLL_MS;
}

/** Announces what has come, and that all is well again. What was there when the page was opened is read with the page. */
function useAnnounced(warnings: Warning[] | null): void {
  const announce = useAnnounce();
  const before = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!warnings) return;
    const now = new Set(warnings.map(warningKey));
    const come = [...now].filter((key) => before.current !== null && !before.current.has(key));
    if (come.length > 0)
      announce(
        come.length === 1
          ? "A new warning is shown above the page."
          : `${come.length} new warnings are shown above the page.`,
      );
    else if (before.current !== null && before.current.size > 0 && now.size === 0) announce("The warnings have ended.");
    before.current = now;
  }, [warnings, announce]);
}
