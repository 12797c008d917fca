/** `1,204`, or `1,000+` where counting stopped at the cap. */
export function countInWords({ n, capped }: { n: number; capped: boolean }): string {
  return `${n.toLocaleString("en")}${capped ? "+" : ""}`;
}

/** `1 case`, `1,204 cases`. */
export function casesInWords(count: { n: number; capped: boolean }): string {
  return `${countInWords(count)} ${count.n === 1 && !count.capped ? "case" : "cases"}`;
}
