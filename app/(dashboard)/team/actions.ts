"use server";

import { action } from "#lib/access/endpoints/action";
import { resetSecondFactor, resetSecondFactorInput } from "#lib/access/second-factor/reset-second-factor";
import { revokeSession, revokeSessionInput } from "#lib/access/sessions/revoke-session";
import { changeRole, changeRoleInput } from "#lib/access/team/change-role";
import { deactivateUser, deactivateUserInput } from "#lib/access/team/deactivate-user";
import { inviteUser, inviteUserInput } from "#lib/access/team/invite-user";
import { revokeInvite, revokeInviteInput } from "#lib/access/team/revoke-invite";
import { sendSecondFactorReset } from "#lib/letters/access-letters";
import { log } from "#lib/log";

export const inviteUserAction = action(inviteUserInput, inviteUser);

export const revokeInviteAction = action(revokeInviteInput, revokeInvite, () => "The link is worthless now.");

export const changeRoleAction = action(changeRoleInput, changeRole, (_, { role }) => `The role is ${role} now.`);

export const deactivateUserAction = action(
  deactivateUserInput,
  deactivateUser,
  () => "Signed out everywhere; the password, API tokens and open invites are gone.",
);

export const revokeSessionAction = action(revokeSessionInput, revokeSession, () => "That browser is signed out.");

export const resetSecondFactorAction = action(
  resetSecondFactorInput,
  async (actor, input) => {
    const { email } = await resetSecondFactor(actor, input);
    // Not awaited: it is done, whether or not the mail server answers.
    void sendSecondFactorReset({ recipient: email, by: actor.label }).catch((error: unknown) =>
      log.error({ err: error }, "a person was not told that their second factor was reset"),
    );
  },
  () => "The second factor is gone, and they are signed out everywhere.",
);
