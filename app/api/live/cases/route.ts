import { casesFilter } from "#lib/cases/board/filter";
import { boardQuery } from "#lib/cases/board/read-board";
import { queryStream } from "#lib/live/query-stream";
import { readFilter } from "#lib/query-params";
import { admit } from "../admit.ts";

/** Streams the board of a page's address while the page is open. */
export function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const view = { filter: readFilter(casesFilter, query).filter, more: query.more };
  return admit(request, (reader, onEnd) => queryStream(reader, boardQuery(reader.actor, view), onEnd));
}
