import type { ReactNode } from "react";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { visibleText } from "#components/ui/user-text";
import type { FoundDestination } from "#lib/destinations/read-destinations";
import { FORMAT_WORDS } from "../destination-words.ts";
import { Choice } from "./choice.tsx";
import { EventTypeChoice } from "./event-type-choice.tsx";
import { HeaderRows } from "./header-rows.tsx";

type Props = {
  /** Absent: a new one. */
  destination?: FoundDestination;
  sources: readonly { slug: string; name: string }[];
};

const FORMATS = {
  casewire: `Standard Webhooks: a body {type, timestamp, data}, signed under webhook-id, webhook-timestamp and webhook-signature. It can
    tell of everything that happens here.`,
  "as-received": `The provider's own bytes and message id, signed again with this destination's secret under svix-*. A service that was
    written for VOVE ID's webhooks reads it as it stands; it tells of the status of cases only.`,
} as const;

/** What an admin says of a destination, to add or to change it. */
export function DestinationFields({ destination, sources }: Props) {
  return (
    <div className="group/form grid gap-6">
      <Part title="Where">
        <Field name="name" label="Name" hint="As it is called on this desk, like Core banking." required>
          <Input autoComplete="off" maxLength={100} defaultValue={destination?.name} />
        </Field>
        <Field
          name="url"
          label="URL"
          hint="https://, without user name, password or fragment. http:// and addresses of this machine are for what CASEWIRE_DESTINATIONS_ALLOW lists; private networks need CASEWIRE_DESTINATIONS_PRIVATE=allow. A redirect is not followed."
          required
        >
          <Input autoComplete="off" spellCheck={false} inputMode="url" defaultValue={destination?.url} />
        </Field>
      </Part>
      <Part title="Format">{destination ? <FixedFormat format={destination.format} /> : <FormatChoice />}</Part>
      <Part title="Events">
        <EventTypeChoice chosen={destination?.eventTypes ?? null} />
        <Field name="source" label="Source" hint="Only cases of this source.">
          <Select defaultValue={destination?.source ?? ""} className="max-w-72">
            <option value="">Every source</option>
            {sources.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {visibleText(`${name} (${slug})`)}
              </option>
            ))}
          </Select>
        </Field>
        <Choice
          type="checkbox"
          name="personalData"
          value="on"
          defaultChecked={destination?.personalData ?? false}
          label="With personal data"
        >
          <PersonalDataWords />
        </Choice>
      </Part>
      <Part title="Custom headers">
        <p className="text-xs text-muted">
          Sent with each request, for a service that asks for a key of its own. Values are sealed and never shown again.
          At most 4 kB; Casewire sets webhook-*, svix-*, content-*, host and user-agent itself.
        </p>
        <HeaderRows stored={destination?.headerNames ?? []} />
      </Part>
      <Part title="Limits">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            name="concurrency"
            label="Requests at a time"
            hint="1 to 50. Those of one case go one after the other."
            required
          >
            <Input type="number" min={1} max={50} step={1} defaultValue={destination?.concurrency ?? 10} />
          </Field>
          <Field name="ratePerSecond" label="Requests a second" hint="1 to 1,000. Empty: no limit.">
            <Input type="number" min={1} max={1000} step={1} defaultValue={destination?.ratePerSecond ?? ""} />
          </Field>
        </div>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-2 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

function FormatChoice() {
  return (["casewire", "as-received"] as const).map((format) => (
    <Choice
      key={format}
      type="radio"
      name="format"
      value={format}
      defaultChecked={format === "casewire"}
      label={FORMAT_WORDS[format]}
    >
      {FORMATS[format]}
    </Choice>
  ));
}

/** A delivery keeps the format it was written in, so a destination keeps its own. */
function FixedFormat({ format }: { format: FoundDestination["format"] }) {
  return (
    <div>
      {/* Checked, so that the types of the other format are hidden. */}
      <input type="radio" name="format" value={format} defaultChecked hidden />
      <p>{FORMAT_WORDS[format]}</p>
      <p className="text-xs text-muted">
        {FORMATS[format]} It cannot be changed: add another destination for another format.
      </p>
    </div>
  );
}

function PersonalDataWords() {
  return (
    <>
      Adds <code>data.personal</code>: the name and the contact e-mail of the business, and with some types what people
      wrote, the recipient of a letter or an error's text. Without it the refId is all that names a business. The audit
      log keeps who switches it.
    </>
  );
}
