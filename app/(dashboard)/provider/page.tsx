import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { requireActor } from "#lib/access/sessions/session";
import { attentionCounts } from "#lib/cases/board/attention-counts";
import { health } from "#lib/health/health";
import { may } from "#lib/permissions";
import { listSigningSecrets } from "#lib/provider/list-signing-secrets";
import { readAnswers } from "#lib/provider/read-answers";
import { readRefusals } from "#lib/provider/read-refusals";
import { listRhythms } from "#lib/provider/read-rhythms";
import { InShort } from "./in-short.tsx";
import { RefusedCard } from "./refused-card.tsx";
import { SecretsCard } from "./secrets-card.tsx";
import { SourceCard } from "./source-card.tsx";
import { AnswersCard, WaitingCard } from "./taking-cards.tsx";

export const metadata: Metadata = { title: "Provider" };

export default async function ProviderPage() {
  const actor = await requireActor("provider:read");
  const [sources, refusals, secrets, answers, counts, now] = await Promise.all([
    listRhythms(actor),
    readRefusals(actor),
    listSigningSecrets(actor),
    readAnswers(actor),
    attentionCounts(actor),
    health(),
  ]);
  const mayReadEvents = may(actor.role, "event:read");
  return (
    <>
      <LiveTopics topics={["cases", "rejections", "settings"]} />
      <PageHeader
        title="Provider"
        help="words"
        description="Whether the provider sends what it usually sends, whether its signatures verify, and how we take its messages."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <InShort
          sources={sources}
          missing={counts.gap}
          contradictions={counts.conflict}
          signature={refusals.signature}
        />
        {sources.map((source) => (
          <SourceCard key={source.source} source={source} mayReadEvents={mayReadEvents} />
        ))}
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-2">
          <RefusedCard refusals={refusals} />
          <SecretsCard secrets={secrets} mayChange={may(actor.role, "source:read")} />
          <AnswersCard hours={answers.hours} />
          <WaitingCard answers={answers} health={now} mayReadEvents={mayReadEvents} />
        </div>
      </div>
    </>
  );
}
