import { vi } from "vitest";

/** What `seal` makes of `plain` in a process whose CASEWIRE_SECRET is `secret`. */
export async function sealedBy(secret: string, plain: string): Promise<string> {
  vi.stubEnv("CASEWIRE_SECRET", secret);
  try {
    vi.resetModules();
    const { seal } = await import("#lib/seal");
    return seal(plain);
  } finally {
    vi.unstubAllEnvs();
  }
}
