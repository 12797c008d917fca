"use server";

import { action } from "#lib/access/action";
import { changeRole, changeRoleInput } from "#lib/access/change-role";
import { deactivateUser, deactivateUserInput } from "#lib/access/deactivate-user";
import { inviteUser, inviteUserInput } from "#lib/access/invite-user";
import { resetSecondFactor, resetSecondFactorInput } from "#lib/access/reset-second-factor";
import { revokeInvite, revokeInviteInput } from "#lib/access/revoke-invite";
import { revokeSession, revokeSessionInput } from "#lib/access/revoke-session";

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
  resetSecondFactor,
  () => "The second factor is gone, and they are signed out everywhere.",
);
