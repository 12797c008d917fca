/** In the place of what the reader's role does not let them see. */
export function Hidden() {
  return <span className="text-faint">Hidden from your role</span>;
}
