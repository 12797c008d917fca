import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card";
import { UserText } from "#components/ui/user-text";
import type { Count } from "#lib/cases/board/count-cases";
import type { Refusals } from "#lib/provider/read-refusals";
import type { SourceRhythm } from "#lib/provider/read-rhythms";
import { casesPath } from "../cases/paths.ts";
import { rejectedPath } from "../rejected/rejected-path.ts";
import { StateSentence } from "./source-card.tsx";

type Props = {
  sources: SourceRhythm[];
  missing: Count;
  contradictions: Count;
  signature: Refusals["signature"];
};

/** The page's three questions, each with its answer. */
export function InShort({ sources, missing, contradictions, signature }: Props) {
  return (
    <Card aria-label="In short">
      <dl className="grid divide-line max-lg:divide-y lg:grid-cols-3 lg:divide-x">
        <Answer question="Is the provider silent?">
          {sources.map(({ source, name, rhythm }) => (
            <p key={source}>
              {sources.length > 1 ? (
                <span className="mr-2 font-medium">
                  <UserText>{name}</UserText>
                </span>
              ) : null}
              <StateSentence state={rhythm.state} />
            </p>
          ))}
        </Answer>
        <Answer question="Is a message missing?">
          <p>
            <CountLink
              count={missing}
              href={casesPath({ attention: ["gap"] }, { view: "table" })}
              one="case lacks a message"
              many="cases lack a message"
              none="No case lacks a message that we know of."
            />
          </p>
          <p>
            <CountLink
              count={contradictions}
              href={casesPath({ attention: ["conflict"] }, { view: "table" })}
              one="case has a message that contradicts its decision"
              many="cases have a message that contradicts their decision"
              none="No message contradicts a decision."
            />
          </p>
        </Answer>
        <Answer question="Do signatures verify?">
          <Signatures {...signature} />
        </Answer>
      </dl>
    </Card>
  );
}

function Answer({ question, children }: { question: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1.5 p-3">
      <dt className="text-xs font-medium text-muted">{question}</dt>
      <dd className="grid gap-1">{children}</dd>
    </div>
  );
}

function CountLink(props: { count: Count; href: string; one: string; many: string; none: string }) {
  const { n, capped } = props.count;
  if (n === 0) return <>{props.none}</>;
  return (
    <Link className="text-accent underline" href={props.href}>
      {n.toLocaleString("en")}
      {capped ? "+" : ""} {n === 1 ? props.one : props.many}
    </Link>
  );
}

function Signatures({ n, fromSender }: Refusals["signature"]) {
  if (n === 0) return <p>Yes: in the last 24 h no request was refused for its signature.</p>;
  return (
    <>
      <p>
        <Link className="text-accent underline" href={rejectedPath("bad-signature")}>
          {n.toLocaleString("en")} {n === 1 ? "request was" : "requests were"} refused for the signature
        </Link>{" "}
        in the last 24 h.
      </p>
      <p className={fromSender > 0 ? "font-medium text-red" : undefined}>
        {fromSender > 0
          ? `${fromSender.toLocaleString("en")} of them came from where verified messages come from: the provider's secret may have changed.`
          : "None of them came from where verified messages come from."}
      </p>
    </>
  );
}
