import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** `wanted` if it is free on loopback, else any free port. 0: any. */
export async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, "127.0.0.1");
    await once(probe, "listening");
  } catch (error) {
    if (wanted !== 0) return freePort(0);
    throw error;
  }
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
