import { ChevronDown, ChevronUp, FolderOpen } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { UserActor } from "#lib/actor";
import type { FoundEvent } from "#lib/events/find-event";
import type { Neighbours } from "#lib/events/find-neighbours";
import { utf8 } from "#lib/ingest/stored-text";
import { casePath, eventPath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { curlOf } from "../../_http/curl.ts";
import { SHOWN_BYTES } from "../../_http/readable.ts";
import { ReplayDialog } from "../_replay/replay-dialog.tsx";
import { RerunDialog } from "./_acts/rerun-dialog.tsx";

type Props = {
  actor: UserActor;
  event: FoundEvent;
  body: Buffer;
  neighbours: Neighbours;
  list: string;
  /** Our address as the sender knows it, without a path. */
  origin: string;
};

export function EventActs({ actor, event, body, neighbours, list, origin }: Props) {
  const { source, messageId } = event;
  const ended = event.runs.filter((run) => run.latest && run.state !== "queued" && run.state !== "running");
  const text = body.length <= SHOWN_BYTES ? utf8(body, { keepMark: true }) : undefined;
  const acts = event.removedAt === null;
  const url = `${origin}/api/webhooks/${encodeURIComponent(source)}`;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {acts && may(actor.role, "handler:rerun") ? (
        <RerunDialog
          event={{ source, messageId }}
          runs={ended.map(({ id, handler, state }) => ({ id, handler, state })).sort((a, b) => a.id - b.id)}
        />
      ) : null}
      {acts && may(actor.role, "replay:start") && event.runs.length > 0 ? (
        <ReplayDialog chosen={{ source, messageId }} label="Replay event" keys="shift+r" />
      ) : null}
      {acts && event.receipts[0] ? (
        <CopyButton
          variant="secondary"
          keys="c"
          label="Copy as cURL"
          text={curlOf({ url, headers: event.receipts[0].headers, text })}
        >
          cURL
        </CopyButton>
      ) : null}
      {text === undefined || !acts ? null : (
        <CopyButton variant="secondary" keys="y" label="Copy JSON" text={text}>
          JSON
        </CopyButton>
      )}
      {event.case === undefined ? null : (
        <LinkButton data-keys="o" href={casePath({ source, refId: event.case.refId })}>
          <FolderOpen aria-hidden="true" />
          Open case
        </LinkButton>
      )}
      <nav aria-label="Neighbouring events" className="ml-auto flex gap-1">
        {neighbours.newer ? (
          <LinkButton
            data-keys="k"
            data-keys-label="Next newer event"
            href={eventPath(neighbours.newer, { list })}
            title="Newer (k)"
          >
            <ChevronUp aria-hidden="true" />
            Newer
          </LinkButton>
        ) : null}
        {neighbours.older ? (
          <LinkButton
            data-keys="j"
            data-keys-label="Next older event"
            href={eventPath(neighbours.older, { list })}
            title="Older (j)"
          >
            <ChevronDown aria-hidden="true" />
            Older
          </LinkButton>
        ) : null}
      </nav>
    </div>
  );
}
