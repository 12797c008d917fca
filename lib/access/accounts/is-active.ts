import { sql } from "drizzle-orm";
import { credentials, users } from "#db/access-schema";

/**
 * Of a row of `users`: whether this person can sign in. Who is deactivated has no credential left. Not an `exists`, in which drizzle's
 * unqualified `id` would be the credential's own.
 */
export const isActive = sql<boolean>`${users.id} in (select ${credentials.userId} from ${credentials})`;
