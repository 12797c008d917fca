import type { Metadata } from "next";
import { LiveTopics } from "#components/live";
import { PageHeader } from "#components/page-header";
import { requireActor } from "#lib/access/session";
import { listOpenLetters } from "#lib/letters/list-open-letters";
import { smtp, smtpHost } from "#lib/letters/smtp";
import { OpenLetters } from "./open-letters.tsx";
import { ServerCard } from "./server-card.tsx";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage() {
  const actor = await requireActor("smtp:test");
  const letters = await listOpenLetters(actor);
  return (
    <>
      <LiveTopics topics={["runs"]} />
      <PageHeader
        title="Mail"
        description="Letters to businesses whose case was rejected: where they leave by, and those that did not."
      />
      <div className="grid gap-3">
        <ServerCard host={smtpHost()} from={smtp()?.from ?? null} />
        <OpenLetters letters={letters} />
      </div>
    </>
  );
}
