/** Why nothing is done about an event any more. */
export function removedInWords(removedAt: Date): string {
  return `The bytes of this event were removed under retention on ${removedAt.toISOString().slice(0, 10)}: no handler is run on it any more.`;
}
