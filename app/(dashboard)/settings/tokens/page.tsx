import type { Metadata } from "next";
import { LiveTopics } from "#components/live";
import { PageHeader } from "#components/page-header";
import { Notice } from "#components/ui/notice";
import { listTokens } from "#lib/access/list-tokens";
import { requireActor } from "#lib/access/session";
import { IssueToken } from "./issue-token.tsx";
import { TokensTable } from "./tokens-table.tsx";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const actor = await requireActor("token:read");
  const { tokens, fromEnvironment } = await listTokens(actor);
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
            The environment gives one more token, with an admin's rights. It is revoked where it was set.
          </Notice>
        ) : null}
        <TokensTable tokens={tokens} />
      </div>
    </>
  );
}
