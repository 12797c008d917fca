import { boardQuestion } from "#lib/cases/board/board-query";
import { casesFilterFromQuery } from "#lib/cases/board/filter";
import { answerStream } from "#lib/live/answer-stream";
import { admit } from "../admit.ts";

/** The board of a page's address, for as long as the page is looked at. */
export function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const view = { filter: casesFilterFromQuery(query).filter, more: query.more };
  return admit(request, (reader, ended) => answerStream(reader, boardQuestion(reader.actor, view), ended));
}
