"use server";

import { action } from "#lib/access/action";
import { issueToken, issueTokenInput } from "#lib/access/issue-token";
import { revokeToken, revokeTokenInput } from "#lib/access/revoke-token";

export const issueTokenAction = action(issueTokenInput, issueToken);

export const revokeTokenAction = action(revokeTokenInput, revokeToken, () => "The token is worthless now.");
