import { environment } from "#lib/environment";

/** Whether people sign in through the identity provider alone. */
export function passwordsAreOff(): boolean {
  return environment().OIDC_ONLY === "on";
}

/**
 * Whether the account of this e-mail may sign in with what Casewire itself keeps, a password. Where passwords are off one
 * may, for the day on which the provider is away.
 */
export function mayUsePassword(email: string): boolean {
  return !passwordsAreOff() || email.trim().toLowerCase() === environment().OIDC_BREAK_GLASS;
}

/** Why it may not. */
export function passwordsAreOffMessage(): string {
  return `This desk signs in through ${environment().OIDC_NAME}. Use its button.`;
}
