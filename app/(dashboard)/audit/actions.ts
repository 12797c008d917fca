"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { verifyAudit } from "#lib/audit/verification/verify-audit";

export const verifyAuditAction = verbAction(verifyAudit);
