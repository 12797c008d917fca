"use server";

import { action } from "#lib/access/endpoints/action";
import { verifyAudit, verifyAuditInput } from "#lib/audit/verify-audit";

export const verifyAuditAction = action(verifyAuditInput, verifyAudit);
