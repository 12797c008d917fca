import Link from "next/link";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { Segments } from "#components/ui/segments";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { isolateTexts, UserText, visibleText } from "#components/ui/user-text";
import { casePath, deliveryPath, eventPath } from "#lib/page-paths";
import type { FoundReplay } from "#lib/replay/find-replay";
import type { ReplayRun } from "#lib/replay/list-replay-runs";
import type { ReplayProgress } from "#lib/replay/progress";
import { DeliveryStateChip } from "../../_chips/delivery-state-chip.tsx";
import { RunStateChip } from "../../_chips/run-state-chip.tsx";
import { actionOf } from "../../_words.ts";
import { OUTCOMES, outcomeWord } from "../outcome-words.ts";

type Props = {
  replay: FoundReplay;
  runs: { items: ReplayRun[]; next: number | null };
  state: keyof ReplayProgress | undefined;
  before: number | undefined;
};

/** What a replay runs, by outcome: each with its event or delivery and its case. */
export function ReplayRuns({ replay, runs, state, before }: Props) {
  const what = replay.destination ? "deliveries" : "runs";
  const path = `/replays/${replay.id}`;
  const here = state === undefined ? path : `${path}?state=${state}`;
  const segments = [
    { href: path, label: "All", current: state === undefined },
    ...OUTCOMES.filter((one) => replay.progress[one] > 0 || one === state).map((one) => ({
      href: `${path}?state=${one}`,
      label: `${replay.progress[one].toLocaleString("en")} ${outcomeWord(one, what)}`,
      current: state === one,
    })),
  ];
  return (
    <Card title={replay.destination ? "Its deliveries" : "Its events"}>
      <CardBody className="border-b border-line">
        <Segments label="Outcomes" segments={segments} />
      </CardBody>
      {runs.items.length === 0 ? (
        <CardBody className="text-muted">None of them.</CardBody>
      ) : (
        <Runs replay={replay} runs={runs.items} />
      )}
      <More here={here} before={before} next={runs.next} />
    </Card>
  );
}

function More({ here, before, next }: { here: string; before: number | undefined; next: number | null }) {
  if (before === undefined && next === null) return null;
  const more = `${here}${here.includes("?") ? "&" : "?"}before=${next}`;
  return (
    <nav aria-label="More of its runs" className="flex gap-2 p-3">
      {before === undefined ? null : <LinkButton href={here}>First</LinkButton>}
      {next === null ? null : (
        <LinkButton href={more} className="ml-auto" rel="next">
          More
        </LinkButton>
      )}
    </nav>
  );
}

function Runs({ replay, runs }: { replay: FoundReplay; runs: ReplayRun[] }) {
  return (
    <Table label="What it runs">
      <TableHead>
        <tr>
          <TableHeader>Outcome</TableHeader>
          <TableHeader>{replay.destination ? "Delivery" : "Action"}</TableHeader>
          {replay.destination ? null : <TableHeader>Event</TableHeader>}
          <TableHeader>Case</TableHeader>
          <TableHeader>Why</TableHeader>
          <TableHeader>When</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <TableRow key={run.id}>
            <TableCell>
              {replay.destination ? <DeliveryStateChip {...run} /> : <RunStateChip state={run.state} />}
            </TableCell>
            {replay.destination ? null : <TableCell>{actionOf(run.handler)}</TableCell>}
            <TableCell>
              <Link
                prefetch={false}
                href={pathOf(run, replay)}
                title={visibleText(run.messageId)}
                className="font-mono text-xs text-accent hover:underline"
              >
                <UserText>{run.type}</UserText>
              </Link>
            </TableCell>
            <TableCell className="max-w-48">
              {run.refId === "" ? (
                <span className="text-faint">–</span>
              ) : (
                <Link prefetch={false} href={casePath(run)} className="block truncate text-accent hover:underline">
                  <UserText>{run.refId}</UserText>
                </Link>
              )}
            </TableCell>
            <TableCell className="max-w-sm">
              <span className="line-clamp-2 text-xs" title={visibleText(run.reason ?? "")}>
                {isolateTexts(run.reason ?? "")}
              </span>
            </TableCell>
            <TableCell className="text-muted">
              <Time at={run.at} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function pathOf({ source, messageId, deliveryId }: ReplayRun, { destinationId }: FoundReplay): string {
  if (deliveryId !== null && destinationId !== null) return deliveryPath({ destinationId, deliveryId });
  return eventPath({ source, messageId });
}
