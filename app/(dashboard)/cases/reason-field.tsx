"use client";

import { useRef } from "react";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { Textarea } from "#components/ui/textarea";
import { visibleText } from "#components/ui/user-text";
import type { ReasonTemplate } from "#lib/cases/list-templates";

/** Why a case is followed up: free text, or one of the kept reasons, which is then written into the field. */
export function ReasonField({ templates, value }: { templates: ReasonTemplate[]; value?: string }) {
  const field = useRef<HTMLDivElement>(null);
  const write = (text: string) => {
    const area = field.current?.querySelector("textarea");
    if (!area || !text) return;
    area.value = text;
    // The draft of the form is kept on input.
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  return (
    <div ref={field} className="grid gap-1.5">
      <Field name="reason" label="Why" required>
        <Textarea
          maxLength={1000}
          placeholder="What is missing, and from whom"
          {...(value === undefined ? {} : { defaultValue: value })}
        />
      </Field>
      {templates.length > 0 ? (
        <Select aria-label="Reasons to choose from" value="" onChange={(event) => write(event.currentTarget.value)}>
          <option value="">Choose a reason …</option>
          {templates.map(({ id, text }) => (
            <option key={id} value={text}>
              {visibleText(text)}
            </option>
          ))}
        </Select>
      ) : null}
    </div>
  );
}
