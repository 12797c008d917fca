import type { UserActor } from "#lib/actor";
import type { Question } from "#lib/live/live-query";
import { type BoardView, readBoard } from "./read-board.ts";

/** The board as a question that may stand: equal for all who look at the same, whoever `me` is being named in it. */
export function boardQuestion(actor: UserActor, { filter, more }: BoardView): Question {
  const assignee = filter.assignee === "me" ? actor.id : filter.assignee;
  const view = { filter: { ...filter, assignee }, more };
  return { name: `board ${JSON.stringify(view)}`, topics: ["cases"], ask: (seer) => readBoard(seer, view) };
}
