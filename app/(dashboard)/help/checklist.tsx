import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Card } from "#components/ui/card";
import type { ChecklistItem, Step } from "#lib/checklist/read-checklist";

const WORDS: Record<Step, { what: string; how: string; href: string }> = {
  secret: { what: "Add the signing secret", how: "VOVE ID shows it beside the endpoint.", href: "/settings/sources" },
  "first-message": { what: "Receive the first message", how: "It opens the first case.", href: "/cases" },
  businesses: {
    what: "Name the businesses",
    how: "Import them, or send each by the API.",
    href: "/help/api#putBusiness",
  },
  mail: { what: "Set the mail server", how: "Letters to businesses leave by it.", href: "/settings/mail" },
  team: { what: "Invite a colleague", how: "Two people notice more than one.", href: "/team" },
  retention: {
    what: "Decide what is kept how long",
    how: "Unset, everything is kept for ever.",
    href: "/settings/retention",
  },
  destination: {
    what: "Tell a service of yours",
    how: "A destination is sent what happens here.",
    href: "/destinations",
  },
  preferences: { what: "Choose your preferences", how: "Zone, first page, density and theme.", href: "/preferences" },
  "follow-up": { what: "Mark a case for follow-up", how: "Say why, by when, and whose it is.", href: "/cases" },
  note: { what: "Write a note on a case", how: "It stays in the case's timeline.", href: "/cases" },
};

/** The steps of a first day. Each ticks itself once it is done. */
export function Checklist({ items }: { items: ChecklistItem[] }) {
  const done = items.filter((item) => item.done).length;
  return (
    <Card
      id="first-day"
      title="The first day"
      actions={
        <span className="text-xs text-muted tabular-nums">
          {done} of {items.length} done
        </span>
      }
    >
      <ul className="divide-y divide-line">
        {items.map(({ step, done: isDone }) => (
          <li key={step} className="flex items-start gap-2 px-3 py-2">
            {isDone ? (
              <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-green" />
            ) : (
              <CircleDashed aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-faint" />
            )}
            <div>
              <Link href={WORDS[step].href} className="font-medium hover:text-accent">
                {WORDS[step].what}
              </Link>
              <span className="sr-only">{isDone ? " (done)" : " (to do)"}</span>
              <p className="text-xs text-muted">{WORDS[step].how}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
