import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Notice } from "#components/ui/notice";
import { requireActor } from "#lib/access/sessions/session";
import { listTokens } from "#lib/access/tokens/list-tokens";
import { IssueToken } from "./issue-token.tsx";
import { TokensTable } from "./tokens-table.tsx";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const actor = await requireActor("token:read");
  const { tokens, fromEnvironment } = await listTokens(actor);
  const ending = tokens.filter((token) => token.state === "ends soon");
  return (
    <>
      <LiveTopics topics={["settings"]} />
      <PageHeader
        title="API tokens"
        description="Each lets a program call the JSON API with the rights of one role: Authorization: Bearer <token>."
      />
      <div className="grid gap-3">
        <IssueToken />
        {fromEnvironment ? (
          <Notice title="CASEWIRE_API_TOKEN is set">
            The environment gives one more token, with an admin's rights. It belongs to nobody and does not end: it is
            revoked where it was set.
          </Notice>
        ) : null}
        {ending.length > 0 ? (
          <Notice tone="amber" title={ending.length === 1 ? "A token ends soon" : `${ending.length} tokens end soon`}>
            {ending.map((token) => token.name).join(", ")}: issue another one and put it in its place, so that no
            program is refused.
          </Notice>
        ) : null}
        <TokensTable tokens={tokens} />
      </div>
    </>
  );
}
