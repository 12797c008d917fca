"use server";

import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { resetSecondFactor } from "#lib/access/second-factor/reset-second-factor";
import { revokeSession } from "#lib/access/sessions/revoke-session";
import { changeRole } from "#lib/access/team/change-role";
import { deactivateUser } from "#lib/access/team/deactivate-user";
import { inviteUser } from "#lib/access/team/invite-user";
import { countOwned } from "#lib/access/team/owned-work";
import { revokeInvite } from "#lib/access/team/revoke-invite";
import { sendSecondFactorReset } from "#lib/letters/access-letters";
import { log } from "#lib/log";

export const inviteUserAction = verbAction(inviteUser);

export const revokeInviteAction = verbAction(revokeInvite, () => "The link is worthless now.");

export const changeRoleAction = verbAction(changeRole, (_, { role }) => `The role is ${role} now.`);

export const deactivateUserAction = verbAction(
  deactivateUser,
  () => "Signed out everywhere; the password, API tokens and open invites are gone.",
);

/** What the person would leave behind. */
export const countOwnedAction = action(deactivateUser.input.pick({ userId: true }), countOwned);

export const revokeSessionAction = verbAction(revokeSession, () => "That browser is signed out.");

export const resetSecondFactorAction = action(
  resetSecondFactor.input,
  async (actor, input) => {
    const { email } = await resetSecondFactor(actor, input);
    // Not awaited: the reset is done, whether or not the mail server answers.
    void sendSecondFactorReset({ recipient: email, by: actor.label }).catch((error: unknown) =>
      log.error({ err: error }, "a person was not told that their second factor was reset"),
    );
  },
  () => "The second factor is gone, and they are signed out everywhere.",
);
