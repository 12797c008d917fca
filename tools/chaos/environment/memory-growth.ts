import type { Environment } from "./environment.ts";
import { HeapInspector, type MemoryUse } from "./heap-inspector.ts";
import type { ProductProcess } from "./product-process.ts";

/** A process that is never broken, and asked at the start, in the middle and at the end what it holds. */
export type MeasuredProcess = {
  name: string;
  productProcess: ProductProcess;
  inspector: HeapInspector;
  held: MemoryUse[];
};

/** How much more at the end than in the middle is not yet growth: a share, and what a process breathes in and out. */
const ALLOWED = { share: 1.1, residentMb: 24, heapMb: 6, handles: 10 };

/** Starts one of the product's processes so that it can be watched. */
export async function startMeasured(environment: Environment, name: string, script: string): Promise<MeasuredProcess> {
  const inspector = await HeapInspector.choose();
  const productProcess = await environment.openProcess({ script, node: inspector.node });
  await productProcess.start();
  return { name, productProcess, inspector, held: [] };
}

export async function measureMemory({ productProcess, inspector, held }: MeasuredProcess): Promise<void> {
  held.push(await inspector.memoryUse(productProcess.pid));
}

/** What each held, a line each. */
export function memoryReport(watched: readonly MeasuredProcess[]): string[] {
  return watched.map(({ name, held }) => {
    const over = (value: (memoryUse: MemoryUse) => number | undefined) =>
      held.map((memoryUse) => value(memoryUse)?.toFixed(0) ?? "?").join(" → ");
    return `${name}: memory ${over((one) => one.residentMb)} MB, heap ${over((one) => one.heapMb)} MB, handles ${over((one) => one.handles)}`;
  });
}

/** Who holds more at the end than in the middle, beyond what is allowed: a sentence each. */
export function memoryGrowth(watched: readonly MeasuredProcess[]): string[] {
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
