import { environment } from "#lib/environment";

/** Whether people sign in only through the identity provider. */
export function passwordsAreOff(): boolean {
  return environment().OIDC_ONLY === "on";
}

/** Whether the account of this e-mail may sign in by password. Where passwords are off one account may, in case the provider is down. */
export function mayUsePassword(email: string): boolean {
  return !passwordsAreOff() || email.trim().toLowerCase() === environment().OIDC_BREAK_GLASS;
}

export function passwordsAreOffMessage(): string {
  return `This desk signs in through ${environment().OIDC_NAME}. Use its button.`;
}
