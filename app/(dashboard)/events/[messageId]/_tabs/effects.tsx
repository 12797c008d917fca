import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Code } from "#components/ui/code";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { FoundEvent } from "#lib/events/find-event";
import { SettleEffect } from "../_acts/settle-effect.tsx";
import { EFFECT_WORDS } from "../event-words.tsx";

/** The effects of the runs: each key once, however often they run. */
export function Effects({ effects, maySettle }: { effects: FoundEvent["effects"]; maySettle: boolean }) {
  if (effects.length === 0) return null;
  return (
    <section aria-labelledby="effects" className="grid gap-2">
      <h3 id="effects" className="font-semibold">
        Effects
      </h3>
      <ul className="grid gap-2">
        {effects.map((effect) => (
          <li key={effect.id} className="grid gap-1 rounded-md border border-line p-3">
            <div className="flex flex-wrap items-center gap-2">
              <Code>{effect.key}</Code>
              <Badge tone={EFFECT_WORDS[effect.state].tone}>{EFFECT_WORDS[effect.state].word}</Badge>
              <span className="ml-auto text-xs text-faint">
                <Time at={effect.at} />
              </span>
            </div>
            {effect.letter ? (
              <p className="text-xs text-muted">
                “<UserText>{effect.letter.subject}</UserText>” to <UserText>{effect.letter.recipient}</UserText>,
                Message-ID <Code>{effect.letter.mailId}</Code>
              </p>
            ) : null}
            {effect.detail === null ? null : <p className="text-xs text-muted">{isolateTexts(effect.detail)}</p>}
            {effect.state === "unknown" && maySettle ? (
              <SettleEffect effectId={effect.id} effectKey={effect.key} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
