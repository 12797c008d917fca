import { isStopping } from "#lib/stopping";
import { health } from "./health.ts";

/** The answer of `/api/health`, for monitors and supervisors: 200 while Casewire does its whole job, else 503 and what is amiss. */
export async function healthAnswer(): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const now = await health();
  const status = isStopping() ? "failing" : now.status;
  return {
    status: status === "ok" ? 200 : 503,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify({ ...now, status }),
  };
}
