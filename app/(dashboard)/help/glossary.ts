import { ATTENTION_WORDS, onboarding, type STATUS_WORDS, VERDICT_WORDS, WORDS } from "../_words.ts";

export type Term = { word: string; meaning: string };

/** What each status of a case says, and whose turn it is. */
export const STATUS_MEANINGS: Record<keyof typeof STATUS_WORDS, string> = {
  NOT_STARTED: "Known to VOVE ID, and never sent: a case is first heard of when it leaves this status.",
  IN_PROGRESS: "The business has opened VOVE ID's portal and is filling it in. Its turn.",
  IN_REVIEW: "The business has sent everything. VOVE ID reviews it: the provider's turn.",
  COMPLETED: "VOVE ID approved the business. Its account is enabled.",
  REJECTED: "VOVE ID rejected the business, mostly with a reason. A letter tells it so. Our turn.",
};

/** What the pages call things. */
export const TERMS: readonly Term[] = [
  { word: "Case", meaning: "The onboarding of one business, by the reference that you gave it." },
  { word: onboarding(2), meaning: "The same business once more, after its first onboarding had ended." },
  { word: "Message", meaning: "What VOVE ID sends when a case moves. Every byte of it is kept." },
  {
    word: WORDS.provenance,
    meaning: "The message that brought the status: when it was made, when it came, and which secret verified it.",
  },
  {
    word: WORDS.verdict,
    meaning: "What a message meant for its case: it moved it, came late, or contradicts the decision.",
  },
  {
    word: "Action",
    meaning: "What Casewire does because of a message: it moves the case, enables the account, writes to the business.",
  },
  { word: "Gave up", meaning: "An action failed at each of its attempts and waits for a person." },
  { word: "Follow-up", meaning: "A person's mark on a case: why, by when, and whose it is." },
  { word: "Raised again", meaning: "A message changed the case since somebody last looked at its follow-up." },
  {
    word: "Settled",
    meaning:
      "A person decided, with a reason, that a missing message or a contradiction needs nobody. A new one raises it again.",
  },
  { word: WORDS.hold, meaning: "A person's order that nothing of a case is removed." },
  {
    word: WORDS.rejections,
    meaning: "Requests that were not believed: not signed with a secret that is held here, or too old.",
  },
  { word: "Destination", meaning: "An endpoint of a service of yours that is told what happens here." },
  { word: "Evidence", meaning: "A case as a file that a stranger can verify without Casewire." },
];

export const ATTENTION_TERMS: readonly Term[] = Object.values(ATTENTION_WORDS);
export const EFFECT_TERMS: readonly Term[] = Object.values(VERDICT_WORDS);

/** What each role may, the one with the fewest rights first. Each may also what those before it may. */
export const ROLE_MEANINGS: readonly Term[] = [
  {
    word: "viewer",
    meaning: "Sees where every case stands, and the figures. Names, addresses, notes and reasons are hidden.",
  },
  {
    word: "analyst",
    meaning:
      "Works on cases: follow-ups, assignments, notes, holds. Sees whether messages came, verifies the audit log, exports evidence.",
  },
  {
    word: "engineer",
    meaning: "Reads messages, bytes, refused requests and failures. Runs actions and deliveries again.",
  },
  {
    word: "admin",
    meaning: "Replays, erases, and manages sources, secrets, destinations, tokens, the team and the settings.",
  },
];
