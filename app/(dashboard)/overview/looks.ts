import type { Look } from "./chart.ts";

/** The classes of each colour, for text and for areas. */
export const LOOKS: Record<Look, { text: string; fill: string }> = {
  blue: { text: "text-blue", fill: "fill-blue" },
  violet: { text: "text-violet", fill: "fill-violet" },
  green: { text: "text-green", fill: "fill-green" },
  amber: { text: "text-amber", fill: "fill-amber" },
  red: { text: "text-red", fill: "fill-red" },
  muted: { text: "text-muted", fill: "fill-muted" },
};
