import { sentence } from "#lib/audit/sentence";

/** What is known of one thing in the timeline, by the names that `timeline` gives. */
export type Facts = Record<string, unknown>;

/** What happened, as one sentence. What somebody wrote is apart from it, in `textOf`. */
export function sentenceOf(kind: string, facts: Facts): string {
  return (SENTENCES[kind] ?? SENTENCES.unknown)(facts);
}

/** What a person, the sender or a server wrote. Retention leaves an empty text, of which it is said that it was removed. */
export function textOf(kind: string, { text, error, skipped, detail, reason }: Facts): string | null {
  if (kind === "action" || kind === "delivery") return joined([error, skipped, reason && `Reason: ${reason}`]);
  if (kind === "effect") return joined([detail]);
  if (text === "") return "(removed)";
  return typeof text === "string" ? text : null;
}

function joined(parts: unknown[]): string | null {
  const said = parts.filter((part) => typeof part === "string" && part !== "");
  return said.length > 0 ? said.join(" – ") : null;
}

const STATUS: Record<string, string> = {
  NOT_STARTED: "Not started",
  IN_PROGRESS: "In progress",
  IN_REVIEW: "In review",
  COMPLETED: "Completed",
  REJECTED: "Rejected",
};

/** The sender's status in words, with its code. */
export function statusWords(status: unknown): string {
  return typeof status === "string" ? `${STATUS[status] ?? status} (${status})` : "none";
}

const VERDICTS: Record<string, string> = {
  applied: "it changed the status",
  late: "it is older than what had arrived, and changed nothing",
  gap: "it was applied, and a message before it never reached us",
  conflict: "it contradicts the decision, which stands",
  repeat: "it says what an earlier message had said",
  unrecognised: "it is of no form we know",
};

const RUN_STATES: Record<string, string> = {
  queued: "waits",
  running: "is under way",
  succeeded: "succeeded",
  failed: "failed",
  dead: "gave up",
  skipped: "was not needed",
};

const TRIGGERS: Record<string, string> = {
  retry: ", tried again",
  duplicate: ", because the message came again",
  rerun: ", asked for",
  replay: ", in a replay",
};

const SENTENCES: Record<string, (facts: Facts) => string> & { unknown: (facts: Facts) => string } = {
  message: ({ messageId, type, status, previousStatus, verdict, episode, secret, removedAt, reason }) => {
    const said = status ? `${previousStatus ? `${statusWords(previousStatus)} → ` : ""}${statusWords(status)}` : type;
    const why = reason ? `, reason ${reason}` : "";
    const meant = verdict ? `; ${VERDICTS[String(verdict)] ?? verdict}` : "; it has not been applied yet";
    const removed = removedAt ? `; its bytes were removed on ${String(removedAt).slice(0, 10)}` : "";
    return `Message ${messageId}: ${said}${why}, onboarding ${episode ?? "unknown"}${meant}; verified with secret ${secret}${removed}`;
  },
  action: ({ handler, state, attempt, trigger, messageId, requestedBy }) =>
    `Action ${handler} ${RUN_STATES[String(state)] ?? state} (attempt ${attempt}${TRIGGERS[String(trigger)] ?? ""}${requestedBy ? ` by ${requestedBy}` : ""}), for message ${messageId}`,
  effect: ({ handler, state }) => `Effect of ${handler}: ${state}`,
  delivery: ({ destination, type, attempt, state, status, requestedBy }) =>
    `Told ${destination} of ${type}: ${RUN_STATES[String(state)] ?? state}${status ? `, answered ${status}` : ""} (attempt ${attempt}${requestedBy ? `, asked for by ${requestedBy}` : ""})`,
  note: ({ by }) => `${by} wrote a note`,
  "follow-up-raised": ({ by, dueOn }) => `${by} flagged the case for follow-up${dueOn ? `, due on ${dueOn}` : ""}`,
  "follow-up-resolved": ({ by }) => `${by} resolved the follow-up`,
  settlement: ({ by, kind }) => `${by} settled the ${kind === "gap" ? "missing message" : "contradiction"}`,
  hold: ({ by }) => `${by} put the case under legal hold`,
  release: ({ by }) => `${by} released the case from its legal hold`,
  act: ({ by, action, detail, words }) =>
    sentence(
      {
        actorLabel: String(by),
        action: String(action),
        subjectKind: "case",
        subjectId: "",
        detail: detail as Record<string, unknown>,
        words: wordsOf(words),
      },
      { onCasePage: true },
    ),
  unknown: () => "Something happened",
};

function wordsOf(words: unknown): Parameters<typeof sentence>[0]["words"] {
  const stored = (words ?? {}) as Record<string, { text: string | null; erasedAt: string | null }>;
  return Object.fromEntries(
    Object.entries(stored).map(([field, { text, erasedAt }]) => [
      field,
      text === null ? { text, erasedAt: new Date(erasedAt ?? Number.NaN) } : { text, erasedAt: null },
    ]),
  );
}
