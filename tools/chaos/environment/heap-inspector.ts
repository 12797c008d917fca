import { readdirSync } from "node:fs";
import { freePort } from "#db/embedded/free-port";

/** The resources of a process after a garbage collection. */
export type MemoryUse = {
  residentMb: number;
  /** V8's heap and the external buffers. */
  heapMb: number;
  /** Open files and sockets; undefined where there is no /proc. */
  handles: number | undefined;
};

type Memory = { rss: number; heapUsed: number; external: number };

const MB = 1024 * 1024;
const TIMEOUT_MS = 20_000;

/** Reads the memory of a Node process by the inspector protocol, without any code in that process. */
export class HeapInspector {
  readonly port: number;

  private constructor(port: number) {
    this.port = port;
  }

  static async choose(): Promise<HeapInspector> {
    return new HeapInspector(await freePort(0));
  }

  /** Node's options for the process. */
  get node(): string[] {
    return [`--inspect=127.0.0.1:${this.port}`];
  }

  /** The current resources of process `pid`. */
  async memoryUse(pid: number): Promise<MemoryUse> {
    const { rss, heapUsed, external } = await this.#collected();
    return { residentMb: rss / MB, heapMb: (heapUsed + external) / MB, handles: handlesOf(pid) };
  }

  async #collected(): Promise<Memory> {
    const list = (await (await fetch(`http://127.0.0.1:${this.port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(list[0]?.webSocketDebuggerUrl ?? "");
    try {
      await event(socket, "open");
      // Twice, because the first pass only runs finalizers for some objects.
      for (let pass = 0; pass < 2; pass++) await call(socket, "HeapProfiler.collectGarbage", {});
      const expression = "JSON.stringify(process.memoryUsage())";
      const answer = (await call(socket, "Runtime.evaluate", { expression })) as { result: { value: string } };
      return JSON.parse(answer.result.value) as Memory;
    } finally {
      socket.close();
    }
  }
}

let lastId = 0;

async function call(socket: WebSocket, method: string, params: object): Promise<unknown> {
  const id = ++lastId;
  socket.send(JSON.stringify({ id, method, params }));
  for (;;) {
    const { data } = (await event(socket, "message")) as MessageEvent<string>;
    const said = JSON.parse(data) as { id?: number; result?: unknown };
    if (said.id === id) return said.result;
  }
}

function event(socket: WebSocket, name: "open" | "message"): Promise<Event> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The inspector is silent.")), TIMEOUT_MS);
    const settle = (end: () => void) => () => {
      clearTimeout(timer);
      end();
    };
    socket.addEventListener(name, (happened) => settle(() => resolve(happened))(), { once: true });
    socket.addEventListener(
      "error",
      settle(() => reject(new Error("The inspector cannot be reached."))),
      {
        once: true,
      },
    );
  });
}

function handlesOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}
