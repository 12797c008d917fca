import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Elapsed } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import type { SignedInBrowser } from "#lib/access/sessions/list-own-sessions";
import { browserName } from "../_access/browser-name.ts";
import { endOthersAction, endSessionAction } from "./actions.ts";

/** The browsers in which the person is signed in, each with a button that ends it. */
export function OwnSessions({ sessions, currentId }: { sessions: SignedInBrowser[]; currentId: string }) {
  return (
    <Card title="Where you are signed in">
      <Table label="Where you are signed in">
        <TableHead>
          <tr>
            <TableHeader>Browser</TableHeader>
            <TableHeader>Since</TableHeader>
            <TableHeader>Last used</TableHeader>
            <TableHeader>
              <span className="sr-only">Acts</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <TableRow key={session.id}>
              <TableCell title={session.userAgent}>
                <span className="block font-medium">{browserName(session.userAgent)}</span>
                <span className="text-xs text-muted">{session.address || "unknown address"}</span>
              </TableCell>
              <TableCell className="whitespace-nowrap">
                <Elapsed at={session.since} />
              </TableCell>
              <TableCell>
                <Elapsed at={session.lastSeenAt} />
              </TableCell>
              <TableCell className="text-right">
                {session.id === currentId ? <Badge tone="accent">this browser</Badge> : <End session={session} />}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {sessions.length > 1 ? (
        <Form action={endOthersAction} label="Sign out everywhere else" className="border-t border-line p-3">
          <SubmitButton variant="danger" className="justify-self-start">
            Sign out everywhere else
          </SubmitButton>
        </Form>
      ) : null}
    </Card>
  );
}

function End({ session }: { session: SignedInBrowser }) {
  const label = `Sign out ${browserName(session.userAgent)} at ${session.address}`;
  return (
    <Form action={endSessionAction} className="inline-grid">
      <input type="hidden" name="sessionId" value={session.id} />
      <SubmitButton variant="ghost" size="sm" aria-label={label}>
        Sign out
      </SubmitButton>
    </Form>
  );
}
