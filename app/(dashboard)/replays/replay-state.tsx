import { Badge, type BadgeTone } from "#components/ui/badge";
import type { Replay } from "#lib/replay/find-replay";

const STATES: Record<Replay["state"], { tone: BadgeTone; word: string }> = {
  running: { tone: "blue", word: "Running" },
  finished: { tone: "green", word: "Finished" },
  cancelled: { tone: "outline", word: "Cancelled" },
};

export function ReplayState({ state }: { state: Replay["state"] }) {
  const { tone, word } = STATES[state];
  return <Badge tone={tone}>{word}</Badge>;
}
