import type { Environment } from "./environment.ts";
import { HeapInspector, type MemoryUse } from "./heap-inspector.ts";
import type { ProductProcess } from "./product-process.ts";

/** A process without faults, whose memory is measured several times. */
export type MeasuredProcess = {
  name: string;
  productProcess: ProductProcess;
  inspector: HeapInspector;
  held: MemoryUse[];
};

/** The growth from the middle to the end that is still allowed: a factor, and an absolute amount on top. */
const ALLOWED = { share: 1.1, residentMb: 24, heapMb: 6, handles: 10 };

/** Starts a process with an inspector. */
export async function startMeasured(environment: Environment, name: string, script: string): Promise<MeasuredProcess> {
  const inspector = await HeapInspector.choose();
  const productProcess = await environment.openProcess({ script, node: inspector.node });
  await productProcess.start();
  return { name, productProcess, inspector, held: [] };
}

export async function measureMemory({ productProcess, inspector, held }: MeasuredProcess): Promise<void> {
  held.push(await inspector.memoryUse(productProcess.pid));
}

/** One line per process. */
export function memoryReport(watched: readonly MeasuredProcess[]): string[] {
  return watched.map(({ name, held }) => {
    const over = (value: (memoryUse: MemoryUse) => number | undefined) =>
      held.map((memoryUse) => value(memoryUse)?.toFixed(0) ?? "?").join(" → ");
    return `${name}: memory ${over((one) => one.residentMb)} MB, heap ${over((one) => one.heapMb)} MB, handles ${over((one) => one.handles)}`;
  });
}

/** A sentence for each resource that grew from the middle to the end by more than is allowed. */
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
