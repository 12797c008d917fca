import { CircleCheck, CircleHelp, OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Elapsed, Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { UserText, visibleText } from "#components/ui/user-text";
import { casePath, eventPath } from "#lib/page-paths";
import type { SourceRhythm } from "#lib/provider/read-rhythms";
import type { Hour, RhythmState, Window } from "#lib/provider/rhythm";
import { eventsPath } from "../events/list-path.ts";
import { chartLabel, RhythmChart } from "./rhythm-chart.tsx";
import { lastOf, messages, rangeOf, stateWords } from "./rhythm-words.ts";
import { WeekTable } from "./week-table.tsx";

const LOOKS = {
  "as-expected": { icon: CircleCheck, tone: "green" },
  quieter: { icon: TriangleAlert, tone: "attention" },
  silent: { icon: OctagonAlert, tone: "alarm" },
  "too-little-history": { icon: CircleHelp, tone: "neutral" },
  "not-counted": { icon: CircleHelp, tone: "amber" },
  never: { icon: CircleHelp, tone: "neutral" },
} as const;

export function StateChip({ state }: { state: RhythmState }) {
  const { icon: Icon, tone } = LOOKS[state.kind];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" />
      {stateWords(state).word}
    </Badge>
  );
}

/** The state with its reason: `Silent since 09:12, for 3h 18m. Usually …`. */
export function StateSentence({ state }: { state: RhythmState }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <StateChip state={state} />
      {state.kind === "silent" ? (
        <span className="font-medium">
          since <Time at={state.since} absolute className="whitespace-normal" />, for <Elapsed at={state.since} />
        </span>
      ) : null}
      <span>{stateWords(state).because}</span>
    </span>
  );
}

type Props = { source: SourceRhythm; mayReadEvents: boolean };

/** One source: its last message, what came against what is usual, and what usual means. */
export function SourceCard({ source, mayReadEvents }: Props) {
  const { name, last, rhythm } = source;
  const listOf = mayReadEvents ? (hours: number) => (slot: Hour) => listPath(source, slot.from, hours) : undefined;
  return (
    <Card
      title={
        <>
          <UserText>{name}</UserText> · messages against what is usual
        </>
      }
    >
      <CardBody className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Facts
          facts={[
            ["State", <StateSentence key="state" state={rhythm.state} />],
            [
              "Last verified message",
              last === null ? "none yet" : <LastMessage key="last" source={source} mayReadEvents={mayReadEvents} />,
            ],
            ...rhythm.windows.map((window): [string, ReactNode] => [
              sentenceCase(lastOf(window.hours)),
              <WindowLine key={window.hours} window={window} href={listOf?.(window.hours)(window)} />,
            ]),
          ]}
        />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
          <RhythmChart
            title="Each hour of the last day"
            label={chartLabel(`Messages of ${visibleText(name)}, each hour of the last day`, rhythm.hours)}
            slots={rhythm.hours}
            from="24 h ago"
            until="last full hour"
            listOf={listOf?.(1)}
          />
          <RhythmChart
            title="Each day of the last week"
            label={chartLabel(`Messages of ${visibleText(name)}, each day of the last week`, rhythm.days)}
            slots={rhythm.days}
            from="7 d ago"
            until="last 24 h"
            listOf={listOf?.(24)}
          />
        </div>
        {rhythm.week ? <WeekTable name={name} week={rhythm.week} /> : null}
        <details>
          <summary className="text-xs text-accent underline max-md:py-3">What usual means here</summary>
          <p className="mt-1 max-w-prose text-xs text-muted">
            Each window is compared with the same hours of the same weekdays in the last eight weeks, or as many as
            there are: at least three. The range holds 998 of 1,000 such windows (quantiles 0.001 and 0.999 of a
            negative binomial distribution with the mean and variance of those weeks, the variance at least that of
            chance). Below it a source is quieter than usual. It is silent when nothing came since its last message
            although the range for that time begins above none. Only full hours are counted, in UTC. Holidays look like
            any quiet day.
          </p>
        </details>
      </CardBody>
    </Card>
  );
}

function LastMessage({ source: { source, last }, mayReadEvents }: Props) {
  if (!last) return null;
  const { receivedAt, messageId, refId } = last;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Time at={receivedAt} absolute className="whitespace-normal" />{" "}
      <span className="text-muted">
        (<Time at={receivedAt} />)
      </span>
      {mayReadEvents ? (
        <Link className="text-accent underline" href={eventPath({ source, messageId })}>
          <UserText>{messageId}</UserText>
        </Link>
      ) : null}
      {refId === null ? null : (
        <span>
          about the case{" "}
          <Link className="text-accent underline" href={casePath({ source, refId })}>
            <UserText>{refId}</UserText>
          </Link>
        </span>
      )}
    </span>
  );
}

function WindowLine({ window: { seen, usual }, href }: { window: Window; href: string | undefined }) {
  const counted = messages(seen);
  return (
    <>
      {href !== undefined && seen > 0 ? (
        <Link className="text-accent underline" href={href}>
          {counted}
        </Link>
      ) : (
        counted
      )}
      , {usual ? `usually ${rangeOf(usual)}` : "too little history to say what is usual"}
    </>
  );
}

/** The events of a source from a full hour on, for so many hours. */
function listPath({ source }: SourceRhythm, from: Date, hours: number): string {
  const to = new Date(from.getTime() + hours * 3_600_000);
  return eventsPath({ source, from: from.toISOString(), to: to.toISOString() });
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
