import { api } from "#lib/access/endpoints/api";
import { describeCause } from "#lib/events/describe-cause";
import { listRejections } from "#lib/events/list-rejections";
import { otherThan } from "../other-methods.ts";
import { readQuery } from "../page-query.ts";
import { rejectionsQuery } from "../requests.ts";

/** `?cause=&cursor=&limit=`. The message id of a rejection is a claim: nobody vouched for it. */
export const GET = api("rejection:read", async (actor, request) => {
  const { cause, ...page } = await readQuery(request, rejectionsQuery);
  const { items, nextCursor } = await listRejections(actor, cause, page);
  return {
    items: items.map((rejection) => ({
      receivedAt: rejection.receivedAt,
      source: rejection.source,
      cause: rejection.cause,
      message: describeCause(rejection),
      claimedMessageId: rejection.messageId,
      attemptedAt: rejection.attemptedAt,
      remoteAddress: rejection.remoteAddress,
      bodyBytes: rejection.bodyBytes,
      responseStatus: rejection.responseStatus,
      durationMs: rejection.durationMs,
    })),
    nextCursor,
  };
});

export const { POST, PUT, PATCH, DELETE } = otherThan("GET");
