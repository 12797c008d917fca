import { beginOidcSignIn } from "#lib/access/oidc/browser-sign-in";

/** Sends a browser to the identity provider. */
export { beginOidcSignIn as GET };
