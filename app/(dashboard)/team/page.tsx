import type { Metadata } from "next";
import { LiveTopics } from "#components/live/live-topics";
import { PageHeader } from "#components/page-header";
import { Card } from "#components/ui/card";
import { publicAddress } from "#lib/access/public-address";
import { requireActor } from "#lib/access/sessions/session";
import { listInvites, listMembers } from "#lib/access/team/list-team";
import { listPeople } from "#lib/cases/list-people";
import { InviteForm } from "./invite-form.tsx";
import { InvitesTable } from "./invites-table.tsx";
import { MemberLine } from "./member-line.tsx";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const actor = await requireActor("user:read");
  const [members, invites, people] = await Promise.all([listMembers(actor), listInvites(actor), listPeople(actor)]);
  return (
    <>
      <LiveTopics topics={["settings"]} />
      <PageHeader title="Team" description="Who may sign in, as what, and where they are signed in now." />
      <div className="grid gap-3">
        <InviteForm address={await publicAddress()} />
        <Card title="People">
          <ul className="divide-y divide-line">
            {members.map((member) => (
              <MemberLine key={member.id} member={member} people={people} self={member.id === actor.id} />
            ))}
          </ul>
        </Card>
        {invites.length > 0 ? <InvitesTable invites={invites} /> : null}
      </div>
    </>
  );
}
