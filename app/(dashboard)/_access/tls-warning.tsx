import { Notice } from "#components/ui/notice";
import { isTlsUnnamed } from "#lib/access/public-address";
import { UNNAMED_TLS } from "#lib/access/remote-address";
import type { UserActor } from "#lib/actor";

/** Tells admins, who can have it mended. */
export async function TlsWarning({ actor }: { actor: UserActor }) {
  if (actor.role !== "admin" || !(await isTlsUnnamed())) return null;
  return (
    <Notice tone="amber" title="The public address is not set" className="mb-3">
      {UNNAMED_TLS}
    </Notice>
  );
}
