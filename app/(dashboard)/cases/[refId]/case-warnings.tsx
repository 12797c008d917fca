import Link from "next/link";
import { Time } from "#components/time";
import { Notice } from "#components/ui/notice";
import { UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundCase } from "#lib/cases/viewer-fields";
import { casePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { missingMessage, onboarding, STATUS_WORDS, VERDICT_WORDS } from "../../_words.ts";
import { SettleDialog } from "./settle-dialog.tsx";

type Props = { found: FoundCase; actor: UserActor };

/** What is wrong with the onboarding, each with what a person can do about it. */
export function CaseWarnings({ found, actor }: Props) {
  const elsewhere = found.episodes.filter(({ number, deliveryProblem }) => deliveryProblem && number !== found.episode);
  return (
    <>
      {elsewhere.map(({ number }) => (
        <Notice key={number} title={`Delivery problem in ${onboarding(number).toLowerCase()}`}>
          Something of it was not done.{" "}
          <Link className="underline" href={casePath(found, { episode: String(number) })}>
            Open {onboarding(number).toLowerCase()}
          </Link>
        </Notice>
      ))}
      {found.conflict ? <Conflict found={found} actor={actor} /> : null}
      {found.removedAt ? (
        <Notice title="Removed under retention">
          The content of the case was removed on <Time at={found.removedAt} absolute />: its messages, letters, logs and
          notes, and the data of the business. Its statuses and their times stay.
        </Notice>
      ) : null}
      {found.gap ? <Gap found={found} actor={actor} /> : null}
    </>
  );
}

function Conflict({ found, actor }: Props) {
  const title = VERDICT_WORDS.conflict.word;
  const settled = found.settled.find(({ kind }) => kind === "conflict");
  if (settled) return <Settled title={title} settled={settled} />;
  return (
    <Notice tone="red" title={title}>
      <div className="grid justify-items-start gap-2">
        <p>A message contradicts the decision of this onboarding. The decision stands; ask VOVE ID which is right.</p>
        {maySettle(found, actor) ? <SettleDialog of={found} kind="conflict" title="Settle the contradiction" /> : null}
      </div>
    </Notice>
  );
}

function Gap({ found, actor }: Props) {
  const title = missingMessage(found.missingStatus && STATUS_WORDS[found.missingStatus]);
  const settled = found.settled.find(({ kind }) => kind === "gap");
  if (settled) return <Settled title={title} settled={settled} />;
  return (
    <Notice tone="amber" title={title}>
      <div className="grid justify-items-start gap-2">
        <p>A message before the current one never reached us. When it arrives, this notice goes.</p>
        {maySettle(found, actor) ? <SettleDialog of={found} kind="gap" title="Settle the missing message" /> : null}
      </div>
    </Notice>
  );
}

/** Only the current onboarding waits for anybody. */
function maySettle(found: FoundCase, actor: UserActor): boolean {
  return found.latest && may(actor.role, "case:settle");
}

function Settled({ title, settled }: { title: string; settled: FoundCase["settled"][number] }) {
  return (
    <Notice title={`${title}, settled`}>
      <p>
        <UserText>{settled.settledBy ?? "A colleague"}</UserText> settled it <Time at={settled.settledAt} />
        {settled.reason ? ":" : "."}
      </p>
      {settled.reason ? (
        <p className="whitespace-pre-wrap" dir="auto">
          <UserText>{settled.reason}</UserText>
        </p>
      ) : null}
    </Notice>
  );
}
