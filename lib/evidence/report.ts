import type { CaseFacts } from "./case-facts.ts";
import { HOW_TO_VERIFY, PROVES, PROVES_NOT } from "./honest-scope.ts";
import type { Moment } from "./timeline.ts";
import { statusWords } from "./timeline-sentence.ts";

/** The report of a pack for people. HTML and PDF are made from it. */
export type Report = { title: string; sections: Section[] };
export type Section = { heading: string; blocks: Block[] };
export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "list"; items: readonly string[] }
  | { kind: "facts"; facts: [name: string, value: string][] }
  | { kind: "table"; columns: string[]; rows: string[][] }
  | { kind: "quote"; text: string };

/** Rows that the report lists of each kind. The files of the pack hold all. */
const MAX_ROWS = 1000;
const MAX_LETTERS = 20;

export type Letter = { recipient: string; subject: string; text: string; at: Date; state: string };
export type ListedMessage = {
  messageId: string;
  occurredAt: Date;
  clock: string;
  receivedAt: Date;
  secretFingerprint: string;
  bodySha256: string;
  receipts: number;
};

/** The first rows of what a pack holds, for its report, and how many there are. */
export class Excerpt<T> {
  readonly rows: T[] = [];
  count = 0;
  readonly #max: number;

  constructor(max = MAX_ROWS) {
    this.#max = max;
  }

  add(row: T): void {
    this.count += 1;
    if (this.rows.length < this.#max) this.rows.push(row);
  }
}

/** What the report is made of, gathered while the other files are written. */
export type Gathered = {
  exported: { id: number; at: Date; by: string; reason: string; entry: number };
  facts: CaseFacts;
  moments: Excerpt<Moment>;
  messages: Excerpt<ListedMessage>;
  letters: Excerpt<Letter>;
  audit: { entries: number; checkpoint: { size: number; signedAt: Date } | null; unsigned: string | null; key: string };
};

export function emptyExcerpts(): Pick<Gathered, "moments" | "messages" | "letters"> {
  return { moments: new Excerpt(), messages: new Excerpt(), letters: new Excerpt(MAX_LETTERS) };
}

export function reportOf(gathered: Gathered): Report {
  const { facts, exported, audit } = gathered;
  return {
    title: `Evidence of case ${facts.refId}`,
    sections: [
      {
        heading: "This pack",
        blocks: [
          { kind: "facts", facts: packFacts(gathered) },
          { kind: "list", items: HOW_TO_VERIFY },
        ],
      },
      { heading: "The case", blocks: [{ kind: "facts", facts: caseFactsOf(facts) }, onboardings(facts)] },
      { heading: "What was removed", blocks: removedBlocks(facts) },
      { heading: "What happened", blocks: timelineBlocks(gathered.moments) },
      { heading: "Messages", blocks: messageBlocks(gathered.messages) },
      { heading: "Letters", blocks: letterBlocks(gathered.letters) },
      { heading: "Audit log", blocks: auditBlocks(audit, exported.entry) },
      { heading: "What this pack proves", blocks: [{ kind: "list", items: PROVES }] },
      { heading: "What it does not prove", blocks: [{ kind: "list", items: PROVES_NOT }] },
    ],
  };
}

/** The honest scope as a page of its own. */
export function scopeReport(): Report {
  return {
    title: "What this pack proves, and what it does not",
    sections: [
      { heading: "It proves", blocks: [{ kind: "list", items: PROVES }] },
      { heading: "It does not prove", blocks: [{ kind: "list", items: PROVES_NOT }] },
      { heading: "How to verify", blocks: [{ kind: "list", items: HOW_TO_VERIFY }] },
    ],
  };
}

function packFacts({ exported, facts, audit }: Gathered): [string, string][] {
  return [
    ["Exported by", exported.by],
    ["On", stamp(exported.at)],
    ["Because", exported.reason || "(removed)"],
    ["Source and refId", `${facts.source} / ${facts.refId}`],
    ["Export", `number ${exported.id}, entry ${exported.entry} of the audit log`],
    ["Public key", audit.key],
  ];
}

function caseFactsOf({
  business,
  status,
  reason,
  statusSince,
  gap,
  conflict,
  held,
  assignee,
}: CaseFacts): [string, string][] {
  return [
    ["Business", business?.name ?? "no name on file"],
    ["Contact", business?.contactEmail ?? "none on file"],
    [
      "Account",
      business
        ? `${business.accountStatus}${business.enabledAt ? ` since ${stamp(business.enabledAt)}` : ""}`
        : "not known",
    ],
    ["Status", `${statusWords(status)}${reason ? `, reason ${reason}` : ""}`],
    ["Since", stamp(statusSince)],
    ["Assigned to", assignee ?? "nobody"],
    ["Legal hold", held ? "yes" : "no"],
    ["Missing message", gap ? "yes" : "no"],
    ["Contradiction", conflict ? "yes" : "no"],
  ];
}

function onboardings({ episodes }: CaseFacts): Block {
  return {
    kind: "table",
    columns: ["Onboarding", "Status", "Reason", "Opened", "Status since"],
    rows: episodes.map((episode) => [
      String(episode.number),
      statusWords(episode.status),
      episode.reason ?? "",
      stamp(episode.openedAt),
      stamp(episode.statusSince),
    ]),
  };
}

function removedBlocks({ removed }: CaseFacts): Block[] {
  const said = [
    removed.caseEmptiedAt && `The content of the case was removed on ${stamp(removed.caseEmptiedAt)}.`,
    removed.messagesWithoutBytes > 0 && `Messages whose bytes were removed: ${removed.messagesWithoutBytes}.`,
    removed.messagesWithoutTheirFirstReceipt > 0 &&
      `Messages of which the request that brought them is not stored any more: ${removed.messagesWithoutTheirFirstReceipt}.`,
    removed.textsBesideAuditEntries > 0 &&
      `Texts beside audit entries that were erased: ${removed.textsBesideAuditEntries}.`,
  ].filter((line): line is string => typeof line === "string");
  if (said.length === 0) return [{ kind: "paragraph", text: "Nothing that the case held was removed." }];
  return [{ kind: "list", items: said }];
}

function timelineBlocks(moments: Excerpt<Moment>): Block[] {
  const rows = moments.rows.map(({ at, senderAt, senderClock, sentence, text }) => [
    second(at),
    senderAt ? `${second(new Date(senderAt))}${senderClock ? ` by ${senderClock}` : ""}` : "",
    text ? `${sentence}: ${text}` : sentence,
  ]);
  return [
    { kind: "table", columns: ["Our clock, UTC", "The sender's clock, UTC", "What"], rows },
    ...more(moments, "timeline.json"),
  ];
}

function messageBlocks(messages: Excerpt<ListedMessage>): Block[] {
  const rows = messages.rows.map((message) => [
    message.messageId,
    second(message.occurredAt),
    second(message.receivedAt),
    String(message.receipts),
    message.secretFingerprint,
    message.bodySha256,
  ]);
  const columns = ["Message id", "Sender's clock, UTC", "Received, UTC", "Requests", "Secret", "SHA-256 of its bytes"];
  return [{ kind: "table", columns, rows }, ...more(messages, "messages.json")];
}

function letterBlocks(letters: Excerpt<Letter>): Block[] {
  if (letters.count === 0) return [{ kind: "paragraph", text: "No letter is stored of this case." }];
  const blocks = letters.rows.flatMap(({ recipient, subject, text, at, state }): Block[] => [
    { kind: "paragraph", text: `To ${recipient}, ${stamp(at)}, ${state}: ${subject}` },
    { kind: "quote", text },
  ]);
  return [...blocks, ...more(letters, "letters.json")];
}

function auditBlocks({ entries, checkpoint, unsigned }: Gathered["audit"], exportEntry: number): Block[] {
  const anchored = checkpoint
    ? `All ${entries} entries are anchored: the checkpoint of ${stamp(checkpoint.signedAt)} signs the log up to entry ${exportEntry}, the one of this export, and that entry holds the digest of the others. audit/anchors.json names the earliest other checkpoint over each entry; an entry that is not listed there is newer than every other checkpoint.`
    : `None of the ${entries} entries is anchored by this pack: ${unsigned ?? "no checkpoint was signed"}`;
  return [{ kind: "paragraph", text: anchored }];
}

function more({ count, rows }: Excerpt<unknown>, file: string): Block[] {
  return count > rows.length
    ? [{ kind: "paragraph", text: `The first ${rows.length} of ${count} are listed. ${file} holds all.` }]
    : [];
}

/** `2026-11-25 18:00:00 UTC` */
function stamp(at: Date): string {
  return `${second(at)} UTC`;
}

function second(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}
