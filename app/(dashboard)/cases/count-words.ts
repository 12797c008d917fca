/** `1,204`, or `1,000+` where counting stopped. */
export function countInWords({ n, capped }: { n: number; capped: boolean }): string {
  return `${n.toLocaleString("en")}${capped ? "+" : ""}`;
}
