import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Notice } from "#components/ui/notice";
import type { UserActor } from "#lib/actor";
import type { CaseRead } from "#lib/audit/list-reads";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { casePath } from "#lib/page-paths";
import { Hidden } from "../../_chips/hidden.tsx";
import { onboarding, VERDICT_WORDS } from "../../_words.ts";
import { Assignee } from "../assignee.tsx";
import { FollowUpPanel } from "./follow-up-panel.tsx";
import { LegalHoldPanel } from "./legal-hold-panel.tsx";
import { ReadsPanel } from "./reads-panel.tsx";
import { UndeliveredPanel } from "./undelivered-panel.tsx";
import { UnsentLetterPanel } from "./unsent-letter-panel.tsx";

type Props = { found: FoundCase; actor: UserActor; reads: CaseRead[] | null };

/** Beside the timeline: problems, the follow-up, the legal hold and the data of the business. */
export function CaseAside({ found, actor, reads }: Props) {
  return (
    <div className="grid min-w-0 gap-3 lg:col-start-2">
      <Warnings found={found} />
      <UnsentLetterPanel found={found} actor={actor} />
      <UndeliveredPanel found={found} actor={actor} />
      {found.legalHold ? <LegalHoldPanel found={found} hold={found.legalHold} actor={actor} /> : null}
      {found.followUp ? <FollowUpPanel found={found} followUp={found.followUp} actor={actor} /> : null}
      <Card title="Case">
        <CardBody>
          <Facts
            facts={[
              ["Assignee", <Whose key="assignee" found={found} />],
              ["Account", <Account key="account" business={found.business} />],
              ["Contact", found.redacted ? <Hidden key="contact" /> : (found.business?.contactEmail ?? "none on file")],
              ["Opened", <Time key="opened" at={found.openedAt} />],
              ["Last change", <Time key="change" at={found.lastChangeAt} />],
              ["Source", found.source],
            ]}
          />
        </CardBody>
      </Card>
      {reads ? <ReadsPanel reads={reads} /> : null}
    </div>
  );
}

function Whose({ found }: { found: FoundCase }) {
  if (!found.assignee) return "nobody";
  return found.assignee.name === null ? <Hidden /> : <Assignee name={found.assignee.name} />;
}

function Account({ business }: { business: FoundCase["business"] }) {
  if (business?.accountStatus === "enabled")
    return (
      <Badge tone="green">
        <CircleCheck aria-hidden="true" />
        Enabled
      </Badge>
    );
  return (
    <Badge tone="outline">
      <CircleDashed aria-hidden="true" />
      {business ? "Not enabled" : "Not known yet"}
    </Badge>
  );
}

function Warnings({ found }: { found: FoundCase }) {
  const gaveUp = found.deadHandlers.length;
  const elsewhere = found.episodes.filter(({ number, deliveryProblem }) => deliveryProblem && number !== found.episode);
  return (
    <>
      {gaveUp > 0 ? (
        <Notice tone="red" title="Delivery problem">
          {gaveUp === 1 ? "An action" : `${gaveUp} actions`} gave up. An engineer can run it again, and so does VOVE ID
          by sending its message again.
        </Notice>
      ) : null}
      {elsewhere.map(({ number }) => (
        <Notice key={number} title={`Delivery problem in ${onboarding(number).toLowerCase()}`}>
          Something of it was not done.{" "}
          <Link className="underline" href={casePath(found, { episode: String(number) })}>
            Open {onboarding(number).toLowerCase()}
          </Link>
        </Notice>
      ))}
      {found.conflict ? (
        <Notice tone="red" title={VERDICT_WORDS.conflict.word}>
          A message contradicts the decision of this onboarding. The decision stands; ask VOVE ID which is right.
        </Notice>
      ) : null}
      {found.removedAt ? (
        <Notice title="Removed under retention">
          The content of the case was removed on <Time at={found.removedAt} absolute />: its messages, letters, logs and
          notes, and the data of the business. Its statuses and their times stay.
        </Notice>
      ) : null}
      {found.gap ? (
        <Notice tone="amber" title={VERDICT_WORDS.gap.word}>
          A message before the current one never reached us. When it arrives, this notice goes.
        </Notice>
      ) : null}
    </>
  );
}
