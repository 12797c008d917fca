import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { Invite } from "#lib/access/team/list-team";
import { revokeInviteAction } from "./actions.ts";

export function InvitesTable({ invites }: { invites: Invite[] }) {
  return (
    <Card title="Invites">
      <Table label="Invites" className="min-w-160">
        <TableHead>
          <tr>
            <TableHeader>For</TableHeader>
            <TableHeader>As</TableHeader>
            <TableHeader>By</TableHeader>
            <TableHeader>Made</TableHeader>
            <TableHeader>State</TableHeader>
            <TableHeader>
              <span className="sr-only">Acts</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {invites.map((invite) => (
            <TableRow key={invite.id}>
              <TableCell>{invite.email ?? "the first account"}</TableCell>
              <TableCell>{invite.role}</TableCell>
              <TableCell>{invite.createdBy}</TableCell>
              <TableCell>
                <Time at={invite.createdAt} />
              </TableCell>
              <TableCell>
                <Badge tone={invite.state === "open" ? "accent" : "neutral"}>{invite.state}</Badge>
                {invite.state === "open" ? (
                  <span className="ml-2 text-xs text-faint">
                    ends <Time at={invite.expiresAt} />
                  </span>
                ) : null}
              </TableCell>
              <TableCell className="text-right">
                {invite.state === "open" ? <Revoke invite={invite} /> : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function Revoke({ invite }: { invite: Invite }) {
  const label = `Revoke the invite of ${invite.email ?? "the first account"}`;
  return (
    <Form action={revokeInviteAction} label={label} className="inline-grid">
      <input type="hidden" name="inviteId" value={invite.id} />
      <SubmitButton variant="danger" size="sm" aria-label={label}>
        Revoke
      </SubmitButton>
    </Form>
  );
}
