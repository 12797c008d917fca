/** `a•••@example.com`: enough to tell two apart, not enough to write to. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, at > 0 ? 1 : 0)}•••${at > 0 ? email.slice(at) : ""}`;
}

/** Every address in a text masked, as in a letter's outcome. Each word is tried once, from its beginning. */
export function maskedText(text: string): string {
  return text.replace(/(?<![^\s<>"'(),;:])[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, maskedEmail);
}
