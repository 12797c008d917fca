import { endOidcSignIn } from "#lib/access/oidc/browser-sign-in";

/** Where the identity provider sends a browser back to. */
export { endOidcSignIn as GET };
