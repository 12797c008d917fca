import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import type { MailServer } from "#lib/settings/mail-server";
import { configureMailAction } from "./actions.ts";

/** The mail server's fields. The stored password is never sent here: an empty field keeps it. */
export function ServerForm({ server }: { server: MailServer }) {
  return (
    <Form action={configureMailAction} label="Mail server" className="grid gap-3 sm:grid-cols-2">
      <Field name="host" label="Server" hint="Its host name. Empty: letters are written and kept, not sent.">
        <Input autoComplete="off" maxLength={253} defaultValue={server.host} placeholder="mail.example" />
      </Field>
      <Field name="port" label="Port" hint="Empty: 587, or 465 with TLS from the start.">
        <Input inputMode="numeric" autoComplete="off" maxLength={5} defaultValue={server.port} />
      </Field>
      <Field name="encryption" label="Encryption" required>
        <Select defaultValue={server.encryption}>
          <option value="starttls">STARTTLS: required off this machine</option>
          <option value="tls">TLS from the start</option>
          <option value="none">None: in clear text</option>
        </Select>
      </Field>
      <Field name="from" label="From" hint="Empty: Casewire <casewire@localhost>">
        <Input
          autoComplete="off"
          maxLength={320}
          defaultValue={server.from}
          disabled={server.fromOrigin === "environment"}
        />
      </Field>
      <Field name="user" label="User">
        <Input autoComplete="off" maxLength={320} defaultValue={server.user} />
      </Field>
      <Field name="password" label="Password" hint={server.hasPassword ? "Empty: the stored one stays." : undefined}>
        <Input type="password" autoComplete="new-password" maxLength={1000} />
      </Field>
      <SubmitButton>Set the mail server</SubmitButton>
    </Form>
  );
}
