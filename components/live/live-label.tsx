"use client";

import { CirclePause, CloudOff, Pause, Play, Radio, RefreshCw } from "lucide-react";
import { Time } from "#components/time";
import { Button } from "#components/ui/button";
import { classes } from "#components/ui/classes";
import { useLive } from "./live-provider.tsx";

const STATES = {
  connecting: { icon: RefreshCw, word: "Connecting", look: "text-muted" },
  live: { icon: Radio, word: "Live", look: "text-green" },
  reconnecting: { icon: RefreshCw, word: "Reconnecting", look: "text-amber" },
  offline: { icon: CloudOff, word: "Offline", look: "text-red" },
  paused: { icon: CirclePause, word: "Paused", look: "text-amber" },
};

/** Whether the page is live, the time of the last message, and a button that pauses the updates (WCAG 2.2.2). */
export function LiveLabel() {
  const { state, lastAt, waiting, pause } = useLive();
  const { icon: Icon, word, look } = STATES[state];
  const paused = state === "paused";
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-xs">
      <span className={classes("flex items-center gap-1.5 font-medium", look)}>
        <Icon aria-hidden="true" className="size-3.5" />
        {word}
      </span>
      <span className="truncate text-faint">
        {paused && waiting > 0 ? `${waiting} waiting` : null}
        {!paused && lastAt ? <Time at={lastAt} /> : null}
      </span>
      <Button
        variant="ghost"
        size="icon"
        className="ml-auto size-6"
        aria-label={paused ? "Resume live updates" : "Pause live updates"}
        title={paused ? "Resume live updates" : "Pause live updates"}
        onClick={() => pause(!paused)}
      >
        {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      </Button>
    </div>
  );
}
