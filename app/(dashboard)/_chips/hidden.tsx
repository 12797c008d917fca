/** Stands for a value that the reader's role may not see. */
export function Hidden() {
  return <span className="text-faint">Hidden from your role</span>;
}
