import type { Stage } from "./environment.ts";
import { type Holding, Inspected } from "./heap-inspector.ts";
import type { Part } from "./product-process.ts";

/** A process that is never broken, and asked at the start, in the middle and at the end what it holds. */
export type Watched = { name: string; part: Part; inspected: Inspected; held: Holding[] };

/** How much more at the end than in the middle is not yet growth: a share, and what a process breathes in and out. */
const ALLOWED = { share: 1.1, residentMb: 24, heapMb: 6, handles: 10 };

/** Starts one of the product's processes so that it can be watched. */
export async function startWatched(stage: Stage, name: string, script: string): Promise<Watched> {
  const inspected = await Inspected.choose();
  const part = await stage.part({ script, node: inspected.node });
  await part.start();
  return { name, part, inspected, held: [] };
}

export async function look({ part, inspected, held }: Watched): Promise<void> {
  held.push(await inspected.holding(part.pid));
}

/** What each held, a line each. */
export function holdings(watched: readonly Watched[]): string[] {
  return watched.map(({ name, held }) => {
    const over = (value: (holding: Holding) => number | undefined) =>
      held.map((holding) => value(holding)?.toFixed(0) ?? "?").join(" → ");
    return `${name}: memory ${over((one) => one.residentMb)} MB, heap ${over((one) => one.heapMb)} MB, handles ${over((one) => one.handles)}`;
  });
}

/** Who holds more at the end than in the middle, beyond what is allowed: a sentence each. */
export function growth(watched: readonly Watched[]): string[] {
  return watched.flatMap(({ name, held }) => {
    const [middle, end] = held.slice(-2);
    if (!middle || !end) return [];
    const grown = (["residentMb", "heapMb", "handles"] as const).filter(
      (what) => (end[what] ?? 0) > (middle[what] ?? 0) * ALLOWED.share + ALLOWED[what],
    );
    return grown.map(
      (what) =>
        `${what} of ${name} grew from ${middle[what]?.toFixed(0)} to ${end[what]?.toFixed(0)} since the middle.`,
    );
  });
}
