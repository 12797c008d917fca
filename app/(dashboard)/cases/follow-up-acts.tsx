"use client";

import { AlarmClock, Flag, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import type { ButtonLook } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { MENU_LINE, Menu } from "#components/ui/menu";
import { Textarea } from "#components/ui/textarea";
import { visibleText } from "#components/ui/user-text";
import type { Person } from "#lib/cases/list-people";
import type { ReasonTemplate } from "#lib/cases/list-templates";
import { SNOOZES } from "#lib/cases/snooze";
import { SNOOZE_WORDS } from "../_words.ts";
import { CaseKey } from "./[refId]/case-key.tsx";
import { change, resolve, snooze } from "./actions.ts";
import { FollowUpFields } from "./case-fields.tsx";

/** `lastChangeAt`: up to when the reader has seen what happened on the case. */
type Of = { source: string; refId: string; lastChangeAt?: string };
/** `label`: the name of the case, where several stand on one page. */
type Look = ButtonLook & { keys?: string; label?: string };

const of = (act: string, label: string | undefined) => (label ? { triggerLabel: `${act} of ${label}` } : {});

/** Resolves the follow-up; with `nextPath` there is a second button that goes on to that page. */
export function ResolveDialog({ of: one, nextPath, label, ...look }: Look & { of: Of; nextPath?: string | undefined }) {
  const router = useRouter();
  const goesOn = useRef(false);
  return (
    <Dialog
      title="Resolve the follow-up"
      {...of("Resolve the follow-up", label)}
      {...look}
      trigger={
        <>
          <Flag aria-hidden="true" />
          Resolve
        </>
      }
    >
      <Form
        action={resolve}
        draftKey={`resolve/${one.source}/${one.refId}`}
        onDone={() => goesOn.current && nextPath && router.push(nextPath)}
      >
        <CaseKey of={one} />
        <Field name="outcome" label="How did it end?" required>
          <Textarea maxLength={1000} />
        </Field>
        <div className="flex flex-wrap gap-2">
          {nextPath ? (
            <SubmitButton
              onClick={() => {
                goesOn.current = true;
              }}
            >
              Resolve and next
            </SubmitButton>
          ) : null}
          <SubmitButton
            variant={nextPath ? "secondary" : "primary"}
            onClick={() => {
              goesOn.current = false;
            }}
          >
            Resolve
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

type Changed = {
  of: Of;
  followUp: { reason: string | null; dueOn: string | null; ownerId: string | null };
  people: Person[];
  templates: ReasonTemplate[];
  self: string;
};

/** Changes day, owner and reason. Whoever does has seen the case. */
export function ChangeDialog({ of: one, followUp, people, templates, self, label, ...look }: Look & Changed) {
  return (
    <Dialog
      title="Change the follow-up"
      description="What happened on the case so far counts as seen."
      {...of("Change the follow-up", label)}
      {...look}
      trigger={
        <>
          <Pencil aria-hidden="true" />
          Change
        </>
      }
    >
      <Form action={change}>
        <CaseKey of={one} />
        <Seen of={one} />
        <FollowUpFields people={people} self={self} templates={templates} now={followUp} />
        <SubmitButton>Change</SubmitButton>
      </Form>
    </Dialog>
  );
}

/** Puts the follow-up off to a day by one click. */
export function SnoozeMenu({ of: one, label, keys: _, ...look }: Look & { of: Of }) {
  const menu = useRef<HTMLDivElement>(null);
  const name = label ? `Snooze the follow-up of ${visibleText(label)}` : "Snooze";
  return (
    <Menu
      {...look}
      label={name}
      trigger={
        <>
          <AlarmClock aria-hidden="true" />
          Snooze
        </>
      }
    >
      <div ref={menu}>
        <Form
          action={snooze}
          className="grid"
          onDone={() => menu.current?.closest<HTMLElement>("[popover]")?.hidePopover()}
        >
          <CaseKey of={one} />
          <Seen of={one} />
          {SNOOZES.map((to) => (
            <button key={to} type="submit" name="to" value={to} className={MENU_LINE}>
              {SNOOZE_WORDS[to]}
            </button>
          ))}
        </Form>
      </div>
    </Menu>
  );
}

function Seen({ of: { lastChangeAt } }: { of: Of }) {
  return lastChangeAt === undefined ? null : <input type="hidden" name="lastChangeAt" value={lastChangeAt} />;
}
