import { connection } from "next/server";
import { health } from "#lib/runs/health";
import { isStopping } from "#lib/stopping";

/** For monitors and supervisors: 200 while Casewire does its whole job, else 503 and what is amiss. Needs no sign-in. */
export async function GET(): Promise<Response> {
  await connection();
  const now = await health();
  const status = isStopping() ? "failing" : now.status;
  const init = { status: status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } };
  return Response.json({ ...now, status }, init);
}
