"use client";

import { useEffect, useState } from "react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { resetPasswordAction } from "./actions.ts";

/** Reads the token behind the # of the link, which browsers do not send, and removes it from the URL. */
export function ResetForm() {
  const [token, setToken] = useState("");
  useEffect(() => {
    const given = window.location.hash.slice(1);
    if (!given) return;
    setToken(given);
    window.history.replaceState(null, "", window.location.pathname);
  }, []);
  return (
    <Form action={resetPasswordAction}>
      <input type="hidden" name="token" value={token} />
      <Field name="password" label="New password" required hint="12 characters or more; a few words do well.">
        <Input type="password" autoComplete="new-password" minLength={12} maxLength={512} className="h-9" />
      </Field>
      <SubmitButton size="lg">Choose this password</SubmitButton>
    </Form>
  );
}
