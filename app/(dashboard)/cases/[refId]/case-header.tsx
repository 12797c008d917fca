import { PageHeader } from "#components/page-header";
import { Elapsed } from "#components/time";
import { Code } from "#components/ui/code";
import { CopyButton } from "#components/ui/copy-button";
import { Segments } from "#components/ui/segments";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { CaseNeighbours } from "#lib/cases/board/find-case-neighbours";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { casePath } from "#lib/page-paths";
import { HoldChip } from "../../_chips/hold-chip.tsx";
import { reasonLabel } from "../../_chips/reason-label.ts";
import { StatusChip } from "../../_chips/status-chip.tsx";
import { turnOf } from "../../_chips/turn.tsx";
import { onboarding } from "../../_words.ts";
import type { CaseList } from "../view.ts";
import { BackToList } from "./back-to-list.tsx";
import { CaseActions } from "./case-actions.tsx";
import { CaseNeighbourLinks } from "./case-neighbours.tsx";
import { ProvenanceDrawer } from "./provenance-drawer.tsx";

type Props = {
  found: FoundCase;
  actor: UserActor;
  people: Person[];
  templates: ReasonTemplate[];
  /** The list that the reader came from. */
  list: CaseList | undefined;
  neighbours: CaseNeighbours | undefined;
};

/** Its name, status and time in it, whose turn it is, and the source of the status. */
export function CaseHeader({ found, actor, people, templates, list, neighbours }: Props) {
  const name = found.business?.name;
  return (
    <PageHeader
      back={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <BackToList list={list} caseId={found.id} />
          {list && neighbours ? <CaseNeighbourLinks list={list.text} neighbours={neighbours} /> : null}
        </span>
      }
      title={
        <span dir="auto">
          <UserText>{name ?? found.refId}</UserText>
        </span>
      }
      description={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          <StatusChip status={found.status} />
          <span>
            for <Elapsed at={found.statusSince} />
            {isolateTexts(whoseTurn(found))}
          </span>
          {found.legalHold ? <HoldChip /> : null}
          {name ? (
            <span className="inline-flex max-w-full min-w-0 items-center gap-0.5">
              <Code className="truncate" dir="auto">
                {found.refId}
              </Code>
              <CopyButton text={found.refId} label="Copy refId" className="size-6" />
            </span>
          ) : null}
          <ProvenanceDrawer found={found} actor={actor} />
        </span>
      }
      actions={
        <>
          <Episodes found={found} />
          <CaseActions found={found} actor={actor} people={people} templates={templates} />
        </>
      }
    />
  );
}

function whoseTurn(found: FoundCase): string {
  const turn = found.latest ? turnOf(found.status) : "an earlier onboarding";
  const hidden = found.redacted && found.status === "REJECTED" ? "reason hidden from your role" : null;
  const reason = found.reason ? reasonLabel(found.reason) : hidden;
  return [reason, turn].flatMap((part) => (part ? ` · ${part}` : [])).join("");
}

/** A link to each episode, where there are several. */
function Episodes({ found }: { found: FoundCase }) {
  if (found.episodes.length < 2) return null;
  const segments = found.episodes.map(({ number }) => ({
    href: casePath(found, { episode: String(number) }),
    label: onboarding(number),
    current: number === found.episode,
  }));
  return <Segments label="Onboardings" segments={segments} />;
}
