import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header";
import { ShortcutsButton } from "#components/shortcuts";
import { Card, CardBody } from "#components/ui/card";
import { Kbd } from "#components/ui/kbd";
import { requireActor } from "#lib/access/sessions/session";
import { STATUSES } from "#lib/cases/projection/lifecycle";
import { readChecklist } from "#lib/checklist/read-checklist";
import { StatusChip } from "../_chips/status-chip.tsx";
import { pagesOf } from "../_shell/first-page.ts";
import { Checklist } from "./checklist.tsx";
import { ATTENTION_TERMS, EFFECT_TERMS, ROLE_MEANINGS, STATUS_MEANINGS, TERMS, type Term } from "./glossary.ts";

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage() {
  const actor = await requireActor("case:read");
  const items = await readChecklist(actor);
  return (
    <>
      <PageHeader
        title="Help"
        description="What the words mean, who may do what, and which keys there are."
        actions={
          <Link href="/help/api" className="underline">
            The API
          </Link>
        }
      />
      <div className="grid items-start gap-3 xl:grid-cols-2">
        <Checklist items={items} />
        <Card id="keys" title="Keys" actions={<ShortcutsButton />}>
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 p-3">
            <Key keys={["?"]} does="All keys of the page in front" />
            <Key keys={["ctrl", "k"]} does="Go to anything, and act on the page in front" />
            <Key keys={["/"]} does="Search" />
            <Key keys={["j"]} does="Next row or case" />
            <Key keys={["k"]} does="The one before" />
            <Key keys={["x"]} does="Choose the row" />
            <Key keys={["enter"]} does="Open the row" />
            <Key keys={["ctrl", "enter"]} does="Send what is written" />
            {pagesOf(actor).map(({ keys, label }) => (
              <Key key={keys} keys={keys.split(" ")} does={`Go to ${label}`} />
            ))}
          </dl>
        </Card>
        <Card id="statuses" title="Statuses">
          <dl className="divide-y divide-line">
            {STATUSES.map((status) => (
              <div key={status} className="grid gap-1 px-3 py-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
                <dt>
                  <StatusChip status={status} />
                </dt>
                <dd className="text-muted">{STATUS_MEANINGS[status]}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Terms id="attention" title="What needs a person" terms={ATTENTION_TERMS} />
        <Terms id="effects" title="What a message did to its case" terms={EFFECT_TERMS} />
        <Terms id="roles" title="Roles" terms={ROLE_MEANINGS} />
        <Terms id="words" title="Words" terms={TERMS} />
        <Card id="times" title="Times">
          <CardBody className="grid gap-2 text-muted">
            <p>
              Times are shown in your zone, which is your browser&rsquo;s unless you{" "}
              <Link href="/preferences" className="underline">
                choose another
              </Link>
              , with UTC beside in details. The days of the overview are days in UTC.
            </p>
            <p>
              A case has two clocks: when VOVE ID made a message, and when it reached us. The first one orders the
              timeline.
            </p>
          </CardBody>
        </Card>
      </div>
    </>
  );
}

function Key({ keys, does }: { keys: string[]; does: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  );
}

function Terms({ id, title, terms }: { id: string; title: string; terms: readonly Term[] }) {
  return (
    <Card id={id} title={title}>
      <dl className="divide-y divide-line">
        {terms.map(({ word, meaning }) => (
          <div key={word} className="grid gap-x-3 px-3 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
            <dt className="font-medium">{word}</dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
