import { api } from "#lib/access/api";
import { causeInWords } from "#lib/events/cause-in-words";
import { listRejections } from "#lib/events/list-rejections";
import { otherThan } from "../other-methods.ts";
import { pageQuery } from "../page-query.ts";

/** `?cause=&cursor=&limit=`. The message id of a rejection is a claim: nobody vouched for it. */
export const GET = api("rejection:read", async (actor, request) => {
  const query = new URL(request.url).searchParams;
  const { items, nextCursor } = await listRejections(actor, query.get("cause") ?? undefined, pageQuery(query));
  return {
    items: items.map((rejection) => ({
      receivedAt: rejection.receivedAt,
      source: rejection.source,
      cause: rejection.cause,
      message: causeInWords(rejection),
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
