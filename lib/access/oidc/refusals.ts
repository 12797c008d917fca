/** Why a sign-in through the provider failed, for the sign-in page, whose URL holds the code. */
export const OIDC_REFUSALS = {
  away: "The provider does not answer. Try again in a minute; if it stays so, tell your administrator.",
  expired: "This sign-in was begun too long ago, or in another browser. Try again.",
  failed: "The provider's answer could not be verified. Try again; if it stays so, tell your administrator.",
  denied: "The provider did not sign you in.",
  unverified: "The provider did not say that your e-mail is verified. Ask an administrator of this desk.",
  "no-account": "There is no account for you here yet. Ask an administrator of this desk for an invite.",
  "no-group": "None of your groups at the provider may use this desk. Ask an administrator.",
  deactivated: "Your account here is deactivated. Ask an administrator of this desk.",
  "not-you": "That is another person than the one who is signed in here. Confirm as yourself.",
  "other-person": "The account with your e-mail belongs to somebody else at the provider. Ask an administrator.",
} as const;

export type OidcRefusalCode = keyof typeof OIDC_REFUSALS;

/** Thrown on the way from the provider's answer to a session. */
export class OidcRefusal extends Error {
  readonly code: OidcRefusalCode;

  constructor(code: OidcRefusalCode, options: ErrorOptions = {}) {
    super(OIDC_REFUSALS[code], options);
    this.name = "OidcRefusal";
    this.code = code;
  }
}

/** The message of a code from a URL, which may be forged. */
export function oidcRefusalInWords(code: string | undefined): string | null {
  return code !== undefined && Object.hasOwn(OIDC_REFUSALS, code) ? OIDC_REFUSALS[code as OidcRefusalCode] : null;
}
