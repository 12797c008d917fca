import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/**
 * One word for each thing, and the standard term where there is one. A word on the right is not used in code, comments and tests;
 * `documents.test.ts` holds the documents. Ordinary English words are listed only as the names that they were.
 */
type Term = { instead: string; of: RegExp; except: string[] };
const term = (instead: string, of: RegExp, except: string[] = []): Term => ({ instead, of, except });

const TERMS: Term[] = [
  term("IngestOutcome, outcome", /\b(Fates?|fates?)\b/),
  term("a signal or deadline, withIngestLimits", /\b(Patience|patience|withinLimits)\b/),
  term("queue, batch, commitBatch, takeBatch", /\b(gates?|flights|(?<!in[ -])flight|boarded|boarding|storeTogether)\b/),
  term("BodyReader, BodyRefusal", /\b(Gathering|Unread)\b/),
  term("receipts.outcome, payload_mismatch", /\b(receipt_verdict|StoredVerdict)\b/),
  term("Wakeup, HandlerPool, heartbeat, leaseExpiries", /\b(Bell|bell|Lane|lanes?|beat|beats|losses)\b/),
  term("runBatch, runOne, BatchedRun", /\b(runTogether|RunTogether|RunAmongOthers|runAlone)\b/),
  term("withAdvisoryLock", /#db\/alone\b/),
  term("requeueDeadRuns, requeueSuperseded", /\b(armDeadRuns|lookAgain|armed)\b/),
  term("current, superseded, lastChangeAt", /\b(news|News|notNews|newsAt|standingOf|Standing)\b/),
  term("lockCaseRow: `claim` is for runs", /\b(claimCase|claimedCase)\b/),
  term("live query, subscribe, Subscriber, snapshot", /\b(standing questions?|Askers?|askers?|deaf|goodbyes?)\b/),
  term("topic-history, use-page-visible, use-persisted-flag", /components\/(heard|shown|remembered|standing-answer)\b/),
  term("quota, scheduler, supervisor, ManagedProcess, formatTimestamp", /\b(seats?|takeSeat|[Kk]eepers?|momentOf)\b/),
  term("context, target, benchmark, load", /\b([Cc]ontenders?|[Gg]round:|startGround|Ground)\b/),
  term("environment, runScenario, app-requests, raw-sockets", /\b(tryToPlay|atTheDesk|atTheWire|at-the-\w+)\b/),
  term("MAX_*, MIN_INTERVAL_MS, POLL_MS", /\b(MOST_[A-Z_]+|APART_MS|LOOK_MS)\b/),
  // Names of options, scenarios and benchmarks stay as operators know them.
  term("endpoint", /(?<!--|["'`])\b[Dd]oors?\b(?!-)/, ["tools/chaos/options.ts", "tools/bench/options.ts"]),
  term(
    "a name that says what it is",
    /\b(?:function|const|let|class|type)\s+(?:[Tt]old|heard|stand|matching|beyond|searched|alone|lately|fly|boarded|[Pp]arts?Of)\b/,
  ),
  term("plain words", /\b([Ff]urniture|rooms|house|rivers?)\b/),
];

const code = globSync("{.config,app,bin,components,db,e2e,lib,tools}/**/*.{ts,tsx,css}")
  .filter((path) => !["lib/vocabulary.test.ts", "lib/documents.test.ts"].includes(path))
  .sort();

describe.each(TERMS)("$instead", ({ of, except }) => {
  it(`is said instead of ${of.source}`, () => {
    const uses = code
      .filter((path) => !except.includes(path))
      .flatMap((path) =>
        readFileSync(path, "utf8")
          .split("\n")
          .flatMap((line, at) => (of.test(line) ? [`${path}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])),
      );
    expect(uses).toEqual([]);
  });
});
