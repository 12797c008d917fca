import { KeyRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { isolateTexts, UserText } from "#components/ui/user-text";
import type { UserActor } from "#lib/actor";
import type { FoundDestination } from "#lib/destinations/read-destinations";
import { may } from "#lib/permissions";
import { ShownOnce } from "../../_access/shown-once.tsx";
import { rotateDestinationAction } from "../actions.ts";
import { FORMAT_WORDS, takesInShort } from "../destination-words.ts";

/** What an admin has set, and the secrets in use. */
export function Configuration({ actor, destination }: { actor: UserActor; destination: FoundDestination }) {
  const { format, source, personalData, concurrency, ratePerSecond, updatedAt } = destination;
  return (
    <CardBody className="grid gap-6 lg:grid-cols-2">
      <Section title="What it takes">
        <Facts
          facts={[
            ["Format", FORMAT_WORDS[format]],
            ["Events", <Types key="types" destination={destination} />],
            ["Source", source ?? "every source"],
            ["Personal data", personalData ? "yes: data.personal" : "no"],
            ["Custom headers", <Headers key="headers" names={destination.headerNames} />],
            ["Requests at a time", concurrency],
            ["Requests a second", ratePerSecond ?? "no limit"],
            ["Changed", <Time key="changed" at={updatedAt} absolute />],
          ]}
        />
      </Section>
      <Section title="Signing secrets">
        <Secrets secrets={destination.secrets} />
        {may(actor.role, "destination:rotate") ? <Rotate destinationId={destination.id} /> : null}
      </Section>
    </CardBody>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-3">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Types({ destination }: { destination: FoundDestination }) {
  const { eventTypes } = destination;
  if (eventTypes === null) {
    return (
      <>
        {takesInShort(destination)} (
        <Link href="/destinations/catalogue" className="text-accent hover:underline">
          catalogue
        </Link>
        )
      </>
    );
  }
  return (
    <ul className="font-mono text-xs">
      {eventTypes.map((type) => (
        <li key={type}>{type}</li>
      ))}
    </ul>
  );
}

function Headers({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="text-faint">none</span>;
  return (
    <ul className="font-mono text-xs break-all">
      {names.map((name) => (
        <li key={name}>
          <UserText>{name}</UserText>: <span className="text-faint">(sealed)</span>
        </li>
      ))}
    </ul>
  );
}

function Secrets({ secrets }: { secrets: FoundDestination["secrets"] }) {
  return (
    <ul className="grid gap-2">
      {secrets.map(({ id, hint, fingerprint, createdBy, createdAt, expiresAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className="flex items-center gap-1.5">
            <KeyRound aria-hidden="true" className="size-3.5 text-faint" />
            <code className="font-mono text-xs">…{hint}</code>
            <code className="font-mono text-xs text-faint" title="Fingerprint">
              {fingerprint}
            </code>
          </span>
          <span className="text-xs text-muted">
            made by {isolateTexts(createdBy)} <Time at={createdAt} />
          </span>
          <span className="text-xs">
            {expiresAt === null ? (
              "signs every request"
            ) : (
              <>
                signs beside the newer until <Time at={expiresAt} absolute />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Rotate({ destinationId }: { destinationId: string }) {
  return (
    <Form action={rotateDestinationAction} label="Rotate the secret" className="grid gap-3 border-t border-line pt-3">
      <input type="hidden" name="destinationId" value={destinationId} />
      <div className="flex flex-wrap items-end gap-3">
        <Field
          name="overlapHours"
          label="Overlap in hours"
          hint="0 to 168: how long the secrets in use sign beside the new one. With 0 they end at once: for a leak."
          required
        >
          <Input type="number" min={0} max={168} step={1} defaultValue={24} className="max-w-28" />
        </Field>
        <SubmitButton variant="secondary">Rotate secret</SubmitButton>
      </div>
      <ShownOnce title="Copy the new secret now: it is not shown again." copy="Copy the secret" />
    </Form>
  );
}
