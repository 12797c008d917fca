import type { Actor } from "#lib/actor";
import { log } from "#lib/log";
import { NotAllowed, type Refusal, type RefusalCode } from "#lib/refusal";
import { remoteNetwork } from "./remote-address.ts";
import { PATH_HEADER } from "./sign-in-path.ts";

/** What tells of somebody who tried what is not theirs. The other refusals are everyday slips. */
const NOTED: ReadonlySet<RefusalCode> = new Set(["not-allowed", "not-signed-in", "too-many"]);

/** Leaves a line of an act that was refused: whose, from where and what they asked for. Never what they wrote. */
export function logRefusal(refusal: Refusal, by: { actor: Actor | null; headers: Headers }): void {
  if (!NOTED.has(refusal.code)) return;
  log.warn(
    {
      code: refusal.code,
      ...(refusal instanceof NotAllowed ? { permission: refusal.permission } : {}),
      ...(by.actor ? { actorKind: by.actor.kind, actorId: by.actor.id } : {}),
      address: remoteNetwork(by.headers),
      // Without its query, in which people search for names.
      path: by.headers.get(PATH_HEADER)?.split("?")[0],
    },
    "an act was refused",
  );
}
