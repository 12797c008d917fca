import { authRequest } from "#lib/access/endpoints/auth-request";

/** Sign-in, sign-out and the reading of one's session, for programs that hold a cookie; the pages use server actions. */
export { authRequest as GET, authRequest as POST };
