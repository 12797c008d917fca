import { Clock, KeyRound } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { EmptyState } from "#components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { isolateTexts } from "#components/ui/user-text";
import type { ApiToken } from "#lib/access/tokens/list-tokens";
import { revokeTokenAction } from "./actions.ts";

export function TokensTable({ tokens }: { tokens: ApiToken[] }) {
  return (
    <Card title="Tokens">
      {tokens.length === 0 ? (
        <EmptyState icon={KeyRound} title="No token yet">
          A token is shown once, when it is issued. Each stands here then, with its role, when it ends and when it was
          last used.
        </EmptyState>
      ) : (
        <Table label="API tokens" className="min-w-180">
          <TableHead>
            <tr>
              <TableHeader>For</TableHeader>
              <TableHeader>Role</TableHeader>
              <TableHeader>Ends in</TableHeader>
              <TableHeader>Issued</TableHeader>
              <TableHeader>Ends</TableHeader>
              <TableHeader>Last used</TableHeader>
              <TableHeader>
                <span className="sr-only">Acts</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {tokens.map((token) => (
              <TableRow key={token.id}>
                <TableCell className="font-medium">{token.name}</TableCell>
                <TableCell>{token.role}</TableCell>
                <TableCell>
                  <code>{isolateTexts(`…${token.hint}`)}</code>
                </TableCell>
                <TableCell>
                  <Time at={token.createdAt} /> by {token.createdBy}
                </TableCell>
                <TableCell>
                  <Time at={token.expiresAt} />
                  {token.state === "ends soon" ? (
                    <Badge tone="amber" className="ml-2">
                      <Clock aria-hidden="true" />
                      soon
                    </Badge>
                  ) : null}
                </TableCell>
                <TableCell>{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : "never"}</TableCell>
                <TableCell className="text-right">
                  <End token={token} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

function End({ token }: { token: ApiToken }) {
  if (token.revokedAt)
    return (
      <Badge tone="outline">
        revoked <Time at={token.revokedAt} />
      </Badge>
    );
  return token.state === "expired" ? <Badge tone="outline">expired</Badge> : <Revoke token={token} />;
}

function Revoke({ token }: { token: ApiToken }) {
  return (
    <Dialog
      trigger="Revoke"
      triggerLabel={`Revoke the token ${token.name}`}
      variant="danger"
      size="sm"
      title={`Revoke the token ${token.name}?`}
      description="Every program that uses it is refused from its next request on. This cannot be undone."
    >
      <Form action={revokeTokenAction}>
        <input type="hidden" name="tokenId" value={token.id} />
        <SubmitButton variant="danger" className="justify-self-start">
          Revoke
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
