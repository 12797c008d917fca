import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Card, CardBody } from "#components/ui/card";
import { Facts } from "#components/ui/facts";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Notice } from "#components/ui/notice";
import { testSmtpAction } from "./actions.ts";

/** The mail server. Of its URL only the host is shown: it may hold a password. */
export function ServerCard({ host, from }: { host: string | null; from: string | null }) {
  return (
    <Card title="Server">
      <CardBody className="grid gap-3">
        {host ? (
          <>
            <Facts
              facts={[
                ["SMTP server", <code key="host">{host}</code>],
                ["From", from],
              ]}
            />
            <Form action={testSmtpAction} label="Send a test letter">
              <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,24rem)_max-content]">
                <Field name="to" label="Send a test letter to" required>
                  <Input type="email" autoComplete="email" maxLength={254} />
                </Field>
                <SubmitButton>Send</SubmitButton>
              </div>
            </Form>
          </>
        ) : (
          <Notice tone="amber" title="No SMTP server is configured">
            Letters are written and kept, but not sent. Set <code>SMTP_URL</code> (and <code>MAIL_FROM</code>), start
            Casewire again, then run notify-customer again on the events below.
          </Notice>
        )}
      </CardBody>
    </Card>
  );
}
