"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { issueToken } from "#lib/access/tokens/issue-token";
import { revokeToken } from "#lib/access/tokens/revoke-token";

export const issueTokenAction = verbAction(issueToken);

export const revokeTokenAction = verbAction(revokeToken, () => "The token is worthless now.");
