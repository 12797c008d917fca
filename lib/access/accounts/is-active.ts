import { sql } from "drizzle-orm";
import { credentials, users } from "#db/access-schema";

/**
 * For a query over `users`: whether the person can sign in. A deactivated person has no credential. Not an `exists`, in which drizzle's
 * unqualified `id` would be the credential's.
 */
export const isActive = sql<boolean>`${users.id} in (select ${credentials.userId} from ${credentials})`;
