import { UserX } from "lucide-react";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Elapsed } from "#components/time";
import { Badge } from "#components/ui/badge";
import { Dialog } from "#components/ui/dialog";
import { UserText, visibleText } from "#components/ui/user-text";
import type { SignedInBrowser } from "#lib/access/sessions/list-own-sessions";
import type { Member } from "#lib/access/team/list-team";
import type { Person } from "#lib/cases/list-people";
import { browserName } from "../_access/browser-name.ts";
import { RoleSelect } from "../_access/role-select.tsx";
import { changeRoleAction, resetSecondFactorAction, revokeSessionAction } from "./actions.ts";
import { DeactivateDialog } from "./deactivate-dialog.tsx";

type Props = { member: Member; people: Person[]; self: boolean };

export function MemberLine({ member, people, self }: Props) {
  return (
    <li className="grid gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="grid min-w-48 flex-1 leading-4">
          <span className="font-medium">
            <UserText>{member.name}</UserText> {self ? <span className="font-normal text-faint">(you)</span> : null}
          </span>
          <span className="text-xs text-muted">
            <UserText>{member.email}</UserText>
            {hasSecondFactor(member) ? ", with a second factor" : ""}
          </span>
        </p>
        {hasSecondFactor(member) && !self ? <ResetSecondFactor member={member} /> : null}
        {member.active ? <Access member={member} people={people} /> : <Deactivated />}
      </div>
      {member.sessions.length > 0 ? (
        <ul
          aria-label={`Where ${visibleText(member.name)} is signed in`}
          className="grid gap-1 border-l border-line pl-3"
        >
          {member.sessions.map((session) => (
            <SessionLine key={session.id} session={session} name={member.name} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function hasSecondFactor({ factors }: Member): boolean {
  return factors.totp || factors.passkeys;
}

function ResetSecondFactor({ member }: { member: Member }) {
  return (
    <Dialog
      trigger="Reset second factor"
      triggerLabel={`Reset the second factor of ${member.name}`}
      title={`Reset the second factor of ${member.name}?`}
      description="For a lost device, once you know that it is really them who asks. Their app, passkeys and recovery codes are gone and they are signed out everywhere; their password stays."
    >
      <Form action={resetSecondFactorAction}>
        <input type="hidden" name="userId" value={member.id} />
        <SubmitButton variant="danger">Reset</SubmitButton>
      </Form>
    </Dialog>
  );
}

function Access({ member, people }: Omit<Props, "self">) {
  return (
    <>
      <Form action={changeRoleAction} className="flex flex-wrap items-center gap-1.5">
        <input type="hidden" name="userId" value={member.id} />
        {/* Keyed, so that a role changed elsewhere shows. */}
        <RoleSelect
          key={member.role}
          name="role"
          aria-label={`Role of ${visibleText(member.name)}`}
          defaultValue={member.role}
          className="w-auto"
        />
        <SubmitButton variant="secondary" aria-label={`Change the role of ${visibleText(member.name)}`}>
          Change
        </SubmitButton>
      </Form>
      <DeactivateDialog member={member} people={people} />
    </>
  );
}

function Deactivated() {
  return (
    <Badge tone="outline">
      <UserX aria-hidden="true" />
      deactivated
    </Badge>
  );
}

function SessionLine({ session, name }: { session: SignedInBrowser; name: string }) {
  const browser = browserName(session.userAgent);
  return (
    <li className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      <span title={visibleText(session.userAgent)}>{browser}</span>
      <span>
        <UserText>{session.address || "unknown address"}</UserText>
      </span>
      <span>
        since <Elapsed at={session.since} />
      </span>
      <Form action={revokeSessionAction} className="contents">
        <input type="hidden" name="sessionId" value={session.id} />
        <SubmitButton variant="ghost" size="sm" aria-label={`Sign out ${visibleText(name)} on ${browser}`}>
          Sign out
        </SubmitButton>
      </Form>
    </li>
  );
}
