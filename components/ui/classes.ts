import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs"] } } });

/** Joins class names; of two that set the same property the later one wins. */
export function classes(...names: ClassValue[]): string {
  return merge(clsx(names));
}
