import type { Metadata } from "next";
import { Form } from "#components/form";
import { PageHeader } from "#components/page-header";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { requireActor } from "#lib/access/sessions/session";
import { findPreferences } from "#lib/preferences/find-preferences";
import { firstPageOf, pagesOf } from "../_shell/first-page.ts";
import { changePreferencesAction } from "./actions.ts";
import { BrowserZone } from "./browser-zone.tsx";

export const metadata: Metadata = { title: "Preferences" };

export default async function PreferencesPage() {
  const actor = await requireActor("preferences:change");
  const stored = await findPreferences(actor);
  const pages = pagesOf(actor);
  const usual = pages.find(({ href }) => href === firstPageOf(actor, null))?.label;
  return (
    <>
      <PageHeader title="Preferences" description="How the pages look to you, in every browser in which you sign in." />
      <Card title="Yours alone" className="max-w-md">
        <CardBody>
          <Form action={changePreferencesAction} label="Preferences" className="grid gap-4">
            <Field name="zone" label="Time zone" required hint="Details show UTC beside it.">
              <Select key={stored.zone} defaultValue={stored.zone ?? "browser"}>
                <BrowserZone />
                {Intl.supportedValuesOf("timeZone").map((zone) => (
                  <option key={zone} value={zone}>
                    {zone}
                  </option>
                ))}
              </Select>
            </Field>
            <Field name="firstPage" label="First page" required hint="Where you are after signing in.">
              <Select key={stored.firstPage} defaultValue={stored.firstPage ?? "default"}>
                <option value="default">{`As usual for your role: ${usual}`}</option>
                {pages.map(({ href, label }) => (
                  <option key={href} value={href}>
                    {label}
                  </option>
                ))}
              </Select>
            </Field>
            <Field name="density" label="Density" required hint="Compact shows more rows of a table at once.">
              <Select key={stored.density} defaultValue={stored.density ?? "comfortable"}>
                <option value="comfortable">Comfortable</option>
                <option value="compact">Compact</option>
              </Select>
            </Field>
            <Field name="theme" label="Theme" required>
              <Select key={stored.theme} defaultValue={stored.theme ?? "system"}>
                <option value="system">As the system</option>
                <option value="light">Light</option>
                <option value="dark">Dark</option>
              </Select>
            </Field>
            <SubmitButton>Save</SubmitButton>
          </Form>
        </CardBody>
      </Card>
    </>
  );
}
