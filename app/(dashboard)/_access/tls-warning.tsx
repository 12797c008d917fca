import { Notice } from "#components/ui/notice";
import { isTlsUnnamed } from "#lib/access/public-address";
import { UNNAMED_TLS } from "#lib/access/remote-address";
import type { UserActor } from "#lib/actor";

/** Shown to admins, who can change it. */
export async function TlsWarning({ actor }: { actor: UserActor }) {
  if (actor.role !== "admin" || !(await isTlsUnnamed())) return null;
  return (
    <Notice tone="amber" title="The public address is not set" className="mb-3">
      {UNNAMED_TLS}
    </Notice>
  );
}
