import { beginOidcSignIn } from "#lib/access/oidc/browser-sign-in";

/** Redirects the browser to the identity provider. */
export { beginOidcSignIn as GET };
