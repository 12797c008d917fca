import { connection } from "next/server";
import { healthAnswer } from "#lib/health/health";

/** For monitors and supervisors. Needs no sign-in. */
export async function GET(): Promise<Response> {
  await connection();
  const { status, headers, body } = await healthAnswer();
  return new Response(body, { status, headers });
}
