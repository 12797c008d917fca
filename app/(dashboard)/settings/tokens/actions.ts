"use server";

import { action } from "#lib/access/endpoints/action";
import { issueToken, issueTokenInput } from "#lib/access/tokens/issue-token";
import { revokeToken, revokeTokenInput } from "#lib/access/tokens/revoke-token";

export const issueTokenAction = action(issueTokenInput, issueToken);

export const revokeTokenAction = action(revokeTokenInput, revokeToken, () => "The token is worthless now.");
