import type { Metadata } from "next";
import Link from "next/link";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { CopyButton } from "#components/ui/copy-button";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import { messageIdNamed } from "#lib/page-paths";
import { may } from "#lib/permissions";
import type { Query } from "#lib/query-params";
import { findMessage } from "#lib/search/find-message";
import { one, textOfParam } from "../../../param.ts";
import { Accepted } from "./accepted.tsx";
import { NeverSeen } from "./never-seen.tsx";
import { Refused } from "./refused.tsx";

export const metadata: Metadata = { title: "Did a message reach us?" };

type Props = { params: Promise<{ messageId: string }>; searchParams: Promise<Query> };

/** Whether a message reached us, for people who may not read its bytes. */
export default async function MessagePage({ params, searchParams }: Props) {
  const actor = await requireActor("message:read");
  const messageId = messageIdNamed(textOfParam((await params).messageId), one(await searchParams, "messageId"));
  const { accepted, refused, onlyCounted } = await findMessage(actor, { messageId });
  const engineer = may(actor.role, "event:read");
  const now = new Date();
  return (
    <>
      <LiveTopics topics={["cases", "rejections"]} />
      <PageHeader
        back={<Link href="/search">Search</Link>}
        title="Did this message reach us?"
        description={
          <span className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">
              <UserText>{messageId}</UserText>
            </code>
            <CopyButton text={messageId} label="Copy message id" className="size-6" />
          </span>
        }
      />
      <div className="grid max-w-3xl gap-3">
        {accepted.map((message) => (
          <Accepted key={message.id} message={message} engineer={engineer} />
        ))}
        {refused.length > 0 ? (
          <Refused messageId={messageId} refused={refused} accepted={accepted.length > 0} now={now} />
        ) : null}
        {accepted.length + refused.length === 0 ? (
          <NeverSeen messageId={messageId} onlyCounted={onlyCounted} engineer={engineer} now={now} />
        ) : null}
      </div>
    </>
  );
}
