import type { Metadata } from "next";
import { PageHeader } from "#components/page-header";
import { ResetForm } from "./reset-form.tsx";

export const metadata: Metadata = { title: "New password", robots: { index: false } };

export default function ResetPasswordPage() {
  return (
    <>
      <PageHeader
        title="Choose a new password"
        description="You are signed out everywhere. A second factor you have stays and is asked for as before."
      />
      <noscript>
        This page needs scripts: what makes the link yours stands behind its #, which is sent to no server.
      </noscript>
      <ResetForm />
    </>
  );
}
