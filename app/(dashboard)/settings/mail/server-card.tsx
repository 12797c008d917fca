import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import type { MailServer } from "#lib/settings/mail-server";
import { testSmtpAction } from "./actions.ts";
import { ServerForm } from "./server-form.tsx";

/** The mail server: where it is set, its fields unless the environment sets it, and a test letter. */
export function ServerCard({ server }: { server: MailServer }) {
  const { host, port, origin, from } = server;
  return (
    <Card title="Server">
      <CardBody className="grid gap-4">
        {host === "" ? (
          <Notice tone="amber" title="No mail server is set">
            Letters are written and kept, but not sent. Set a server here, then run the letters below again.
          </Notice>
        ) : null}
        {origin === "environment" ? (
          <>
            <Facts
              facts={[
                ["Mail server", <code key="host">{port === "" ? host : `${host}:${port}`}</code>],
                ["From", from || "Casewire <casewire@localhost>"],
              ]}
            />
            <p className="text-muted">
              Set by <code>SMTP_URL</code> in the environment, which wins over this page.
            </p>
          </>
        ) : (
          <ServerForm server={server} />
        )}
        {host === "" ? null : (
          <Form action={testSmtpAction} label="Send a test letter">
            <div className="grid items-end gap-3 border-t border-line pt-3 sm:grid-cols-[minmax(0,24rem)_max-content]">
              <Field name="to" label="Send a test letter to" required>
                <Input type="email" autoComplete="email" maxLength={254} />
              </Field>
              <SubmitButton>Send</SubmitButton>
            </div>
          </Form>
        )}
      </CardBody>
    </Card>
  );
}
