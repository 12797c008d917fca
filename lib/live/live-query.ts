import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { UserActor } from "#lib/actor";
import { log } from "#lib/log";
import { encoded } from "./event-stream.ts";
import { listen } from "./listen.ts";
import { type Answer, type Change, changeBetween, type Told, told } from "./snapshot.ts";
import type { Topic } from "./topics.ts";

/** So long at least from one asking to the next. */
const MIN_INTERVAL_MS = 50;
/** A question is asked for at most one part in so many of the time: the more it costs, the less often. */
const REST = 4;

export type Question = {
  /** Equal names are equal questions. Whoever stands in the question stands in its name. */
  name: string;
  /** What its answer depends on. */
  topics: readonly Topic[];
  /** Authorizes, as every query does. */
  ask: (actor: UserActor) => Promise<Answer>;
};

/** One who wants the answer, and what has changed of it whenever something has. */
export type Asker = {
  actor: UserActor;
  /** Whether it would take what it is given now. One who would not is given the whole answer once it takes again. */
  takes: () => boolean;
  give: (message: Uint8Array) => void;
  /** The question could not be asked. */
  failed: () => void;
};

type Standing = {
  question: Question;
  /** `current`: holds the answer as last told. `new`: came since it was last asked, so that the answer may be older than what it shows. */
  askers: Map<Asker, "current" | "behind" | "new">;
  told: Told | undefined;
  /** Something changed, or somebody came, since it was last asked. */
  due: boolean;
  asking: boolean;
  deaf: () => void;
};

// Next bundles each route by itself: module state is not shared between them, globalThis is.
const holder = globalThis as typeof globalThis & { casewireStanding?: Map<string, Standing> };
holder.casewireStanding ??= new Map();
const all = holder.casewireStanding;

/**
 * Asks a question for as long as somebody wants its answer: at once, and again when one of its topics has changed. It is asked once for
 * all who ask the same with the same role, whose rights it is asked with; what one role may see is never given to another. Returns how
 * to leave, and `taken`, to be called when an asker that did not take does again.
 */
export function stand(question: Question, asker: Asker): { leave: () => void; taken: () => void } {
  const key = `${asker.actor.role}\n${question.name}`;
  const standing = all.get(key) ?? begin(key, question);
  standing.askers.set(asker, "new");
  renew(standing);
  const leave = () => {
    standing.askers.delete(asker);
    if (standing.askers.size > 0 || all.get(key) !== standing) return;
    all.delete(key);
    standing.deaf();
  };
  const taken = () => {
    if (standing.askers.get(asker) === "behind" && standing.told) tell(standing, standing.told, null);
  };
  return { leave, taken };
}

function begin(key: string, question: Question): Standing {
  const standing: Standing = {
    question,
    askers: new Map(),
    told: undefined,
    due: false,
    asking: false,
    deaf: listen(question.topics, () => renew(standing)),
  };
  all.set(key, standing);
  return standing;
}

function renew(standing: Standing): void {
  standing.due = true;
  if (!standing.asking) void askWhileDue(standing);
}

async function askWhileDue(standing: Standing): Promise<void> {
  standing.asking = true;
  while (standing.due && standing.askers.size > 0) {
    standing.due = false;
    const begun = performance.now();
    try {
      await askOnce(standing);
    } catch (error) {
      log.warn({ err: error }, "a standing question could not be asked");
      standing.told = undefined;
      for (const asker of [...standing.askers.keys()]) asker.failed();
    }
    const took = performance.now() - begun;
    await setTimeout(Math.max(MIN_INTERVAL_MS - took, took * (REST - 1)), undefined, { ref: false });
  }
  standing.asking = false;
}

async function askOnce(standing: Standing): Promise<void> {
  const [first] = standing.askers.keys();
  if (!first) return;
  for (const [asker, state] of standing.askers) if (state === "new") standing.askers.set(asker, "behind");
  const now = told(await standing.question.ask(first.actor));
  const change = standing.told ? changeBetween(standing.told, now) : null;
  standing.told = now;
  tell(standing, now, change);
}

/** Gives `change` to those who hold the answer before it, and the whole to the others. */
function tell(standing: Standing, whole: Told, change: Change | null): void {
  const changeMessage = change && message(change);
  let wholeMessage: Uint8Array | undefined;
  for (const [asker, state] of standing.askers) {
    if (state === "new" || (state === "current" && !changeMessage)) continue;
    if (!asker.takes()) standing.askers.set(asker, "behind");
    else if (state === "current" && changeMessage) asker.give(changeMessage);
    else {
      wholeMessage ??= message({ frame: whole.frame, lines: [...whole.lines] });
      // First: giving may ask for more.
      standing.askers.set(asker, "current");
      asker.give(wholeMessage);
    }
  }
}

function message({ frame, lines }: Change): Uint8Array {
  const texts = lines.map(([id, line]) => `${JSON.stringify(id)}:${line}`);
  return encoded(`event: answer\ndata: {"frame":${frame},"lines":{${texts.join(",")}}}\n\n`);
}
