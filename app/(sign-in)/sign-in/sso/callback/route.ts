import { endOidcSignIn } from "#lib/access/oidc/browser-sign-in";

/** The redirect URI: the identity provider sends the browser here. */
export { endOidcSignIn as GET };
