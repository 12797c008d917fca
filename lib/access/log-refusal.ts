import type { Actor } from "#lib/actor";
import { log } from "#lib/log";
import { NotAllowed, type Refusal, type RefusalCode } from "#lib/refusal";
import { remoteNetwork } from "./remote-address.ts";
import { PATH_HEADER } from "./sign-in-path.ts";

/** The refusals that may be an attack. The others are everyday mistakes. */
const NOTED: ReadonlySet<RefusalCode> = new Set(["not-allowed", "not-signed-in", "too-many"]);

/** Logs a refused act: the actor, the network, the permission and the path. Never what was written. */
export function logRefusal(refusal: Refusal, by: { actor: Actor | null; headers: Headers }): void {
  if (!NOTED.has(refusal.code)) return;
  log.warn(
    {
      code: refusal.code,
      ...(refusal instanceof NotAllowed ? { permission: refusal.permission } : {}),
      ...(by.actor ? { actorKind: by.actor.kind, actorId: by.actor.id } : {}),
      address: remoteNetwork(by.headers),
      // Without its query, which may hold names that people searched for.
      path: by.headers.get(PATH_HEADER)?.split("?")[0],
    },
    "an act was refused",
  );
}
