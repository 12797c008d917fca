import type { auditEntries } from "#db/schema";
import type { Action } from "./actions.ts";
import type { PersonalText } from "./personal-texts.ts";

/** A person whose name the reader's role may not see. */
export const SOMEONE = "A colleague";

/** What of an entry its sentence is made of. A reader whose role may not see the actor or the detail gets null for it. */
export type SentenceEntry = Pick<typeof auditEntries.$inferSelect, "action" | "subjectKind" | "subjectId"> & {
  actorLabel: string | null;
  detail: Record<string, unknown> | null;
  words: Record<string, PersonalText>;
};

/** An entry as a sentence, for pages, timelines and plain text alike. A case's own page says "the case" of its subject. */
export function sentence(entry: SentenceEntry, { onCasePage = false } = {}): string {
  const found = facts(entry, onCasePage);
  const predicate = isKnown(entry.action) ? PREDICATES[entry.action](found) : fallback(entry, found);
  return `${entry.actorLabel ?? SOMEONE} ${predicate}`;
}

/** What a predicate asks of its entry. */
type Facts = {
  /** The subject's id. */
  id: string;
  /** The subject where that is a case. */
  theCase: string;
  detailHidden: boolean;
  /** A text or number of the detail, or a personal text; empty where there is none. */
  text: (name: string) => string;
  /** The same behind `words`, which are left out with it. */
  after: (words: string, name: string) => string;
};

/** What a change of a destination's switch means. */
const PERSONAL_DATA: Record<string, string> = {
  yes: "; it receives personal data now",
  no: "; it receives no personal data any more",
};

/** What a person settled. */
const SETTLED: Record<string, string> = { gap: "the missing message", conflict: "the contradiction" };
/** The formats of exports. */
const FORMATS: Record<string, string> = { csv: " as CSV", jsonl: " as JSON Lines" };

function asFormat(format: string): string {
  return FORMATS[format] ?? "";
}

const PREDICATES: Record<Action, (entry: Facts) => string> = {
  "account.enabled": ({ id }) => `enabled the account of ${id}`,
  "audit.exported": ({ text, after }) =>
    text("exportId")
      ? `exported entries of the audit log${asFormat(text("format"))}`
      : `exported the audit log${after(" to ", "file")}`,
  "audit.verified": ({ text, after }) =>
    `verified the audit log: ${text("count")} entries hold${after(", and it is broken at ", "flaw")}`,
  "business.put": ({ id }) => `wrote down what is known of the business ${id}`,
  "case.assigned": ({ theCase, text, detailHidden }) => {
    if (detailHidden) return `changed who has ${theCase}`;
    return text("assignee") ? `assigned ${theCase} to ${text("assignee")}` : `took ${theCase} off everyone's hands`;
  },
  "case.exported": ({ theCase, after }) => `exported the evidence of ${theCase}${after(": ", "reason")}`,
  "case.flagged": ({ theCase, after }) => `flagged ${theCase}${after(": ", "reason")}${after(", due on ", "dueOn")}`,
  "case.held": ({ theCase, after }) => `put ${theCase} under legal hold${after(": ", "reason")}`,
  "case.released": ({ theCase, after }) => `released ${theCase} from its legal hold${after(": ", "reason")}`,
  "case.settled": ({ theCase, text, after }) =>
    `settled ${SETTLED[text("kind")] ?? "a problem"} of ${theCase}${after(": ", "reason")}`,
  "case.taken": ({ theCase }) => `took ${theCase}`,
  "cases.exported": ({ text }) =>
    `exported a list of cases${text("searched") === "yes" ? " that a search found" : ""}${asFormat(text("format"))}`,
  "changes.exported": ({ text, after }) =>
    `exported what changed${after(" from ", "from")}${after(" to ", "to")}${asFormat(text("format"))}`,
  "checkpoint-key.made": ({ id }) => `made the key that signs checkpoints, ${id}`,
  "case.noted": ({ theCase }) => `wrote a note on ${theCase}`,
  "decisions.exported": ({ text, after }) =>
    `exported the decisions${after(" from ", "from")}${after(" to ", "to")}${asFormat(text("format"))}`,
  "delivery.resent": ({ text, after }) =>
    `sent the delivery of ${text("type")}${after(" about case ", "refId")} to ${text("destination")} again${after(": ", "reason")}`,
  "delivery.waived": ({ text, after }) =>
    `waived the delivery of ${text("type")}${after(" about case ", "refId")} to ${text("destination")}${after(": ", "reason")}`,
  "destination.added": ({ text, after }) =>
    `added the destination ${text("name")}${after(" at ", "origin")}${text("personalData") === "yes" ? ", which receives personal data" : ""}`,
  "destination.changed": ({ text, after }) =>
    `changed the destination ${text("name")}: ${text("changed")}${after(", now at ", "origin")}${PERSONAL_DATA[text("personalData")] ?? ""}`,
  "destination.deleted": ({ text }) => `deleted the destination ${text("name")}`,
  "destination.disabled": ({ text, after }) => `disabled the destination ${text("name")}${after(": ", "reason")}`,
  "destination.enabled": ({ text }) => `enabled the destination ${text("name")}`,
  "destination.recovered": ({ text, after }) =>
    `started replay ${text("replayId")}: ${text("count")} deliveries to ${text("name")}${after(", ", "selection")}${after(": ", "reason")}`,
  "destination.rotated": ({ text, after }) =>
    `made a new signing secret for the destination ${text("name")}${after(" ending in ", "hint")}; the one before signs for ${text("overlapHours")} more hours`,
  "destination.tested": ({ text }) => `queued a test event for the destination ${text("name")}`,
  "effect.settled": ({ id, text, after }) =>
    `settled effect ${text("key") || id} as ${text("outcome")}${after(": ", "reason")}`,
  "replay.started": ({ id, text, after }) =>
    `started replay ${id}${text("onlyFailed") ? " of what gave up on" : after(" of ", "count") && " of"}${after(" ", "count")} events${after(": ", "reason")}`,
  "follow-up.changed": ({ theCase, text, after }) =>
    [
      `changed the follow-up on ${theCase}`,
      `${after("due from ", "dueFrom")}${after(" to ", "dueTo")}`,
      `${after("owner from ", "ownerFrom")}${after(" to ", "ownerTo")}`,
      text("reason")
        ? `reason from “${text("reasonBefore")}” to “${text("reason")}”`
        : text("reasonChanged") && "its reason",
    ]
      .filter(Boolean)
      .join(", "),
  "failure.rerun": ({ text, after }) =>
    `started replay ${text("replayId")}: ${text("count")} that gave up${after(" of ", "name")}${after(": ", "reason")}`,
  "failure.waived": ({ text, after }) =>
    `waived ${text("count")} that gave up${after(" of ", "handler")}${after(": ", "reason")}`,
  "follow-up.confirmed": ({ theCase }) => `saw what is new on ${theCase} and kept its follow-up open`,
  "follow-up.resolved": ({ theCase, after }) => `resolved the follow-up on ${theCase}${after(": ", "outcome")}`,
  "export.cancelled": ({ id }) => `cancelled export ${id}`,
  "handler.rerun": ({ id, text, after }) =>
    `ran ${text("handler") || "a handler"} again${after(" on event ", "messageId") || ` (run ${id})`}${after(": ", "reason")}`,
  "installation.resealed": ({ text }) =>
    `sealed ${text("resealed")} stored secrets with another CASEWIRE_SECRET, and took out ${text("forgotten")} that none opens`,
  "invite.revoked": ({ after }) => `revoked the invite${after(" of ", "email")}${after(": ", "because")}`,
  "letter.sent": ({ theCase }) => `wrote to the business of ${theCase}`,
  "letter.waived": ({ theCase, after }) => `waived the letter to the business of ${theCase}${after(": ", "reason")}`,
  "mail.configured": ({ text }) =>
    text("host") ? `set the mail server to ${text("host")}` : "removed the mail server: letters are kept, and not sent",
  "passkey.added": ({ after }) => `added a passkey as second factor${after(", ", "name")}`,
  "passkey.removed": ({ after }) => `removed a passkey of theirs${after(", ", "name")}`,
  "password.reset": () => "replaced their forgotten password by the link they were sent",
  "password.changed": () => "changed their own password",
  "preferences.changed": ({ after }) => `changed their preferences${after(": ", "changed")}`,
  "recovery-codes.regenerated": () => "made new recovery codes for themselves",
  "removal.ended": ({ text, after }) =>
    `removed ${text("what")}${after(", of ", "from")}${after(" to ", "to")}, as ${text("setting")}=${text("days")} says`,
  "replay.cancelled": ({ id }) => `cancelled replay ${id}`,
  "retention.configured": ({ text }) => `set how long things are kept: ${text("changed")}`,
  "secret.added": ({ text, after }) =>
    `added a signing secret to source ${text("source")}${after(" ending in ", "hint")}`,
  "secret.retired": ({ text, after }) =>
    `retired a signing secret of source ${text("source")}${after(" ending in ", "hint")}${after(": ", "reason")}`,
  "session.ended": ({ after }) => `signed out${after(" another browser, at ", "other")}`,
  "session.others-ended": ({ text }) => `signed out all other browsers of their own (${text("count")})`,
  "session.refused": ({ id, after }) =>
    `refused somebody${after(" from ", "address")} who tried to sign in${id === "unknown" ? " with an unknown e-mail" : " with a wrong password"}`,
  "session.revoked": ({ text, after }) => `signed ${text("name") || "somebody"} out${after(" at ", "address")}`,
  "session.started": ({ after }) => `signed in${after(" from ", "address")}`,
  "session.verified": ({ text, after }) => `proved who they are by ${text("by")}${after(" from ", "address")}`,
  "smtp.tested": ({ after }) => `sent a test letter${after(" to ", "recipient")}`,
  "source.added": ({ id }) => `added source ${id}`,
  "source.tested": ({ id }) => `sent a signed test event to source ${id}`,
  "subject.erased": ({ theCase, text, after }) =>
    `erased what ${theCase} held${text("by") === "address" ? " and every other case of its contact" : ""}${after(": ", "reason")}`,
  "template.added": ({ after }) => `added a reason for follow-ups${after(": ", "text")}`,
  "template.removed": ({ after }) => `removed a reason for follow-ups${after(": ", "text")}`,
  "token.issued": ({ text, after }) =>
    `issued the API token ${text("name")} with the rights of ${text("role")}${after(", for days: ", "days")}`,
  "token.revoked": ({ text, after }) => `revoked the API token ${text("name")}${after(": ", "because")}`,
  "totp.enrolled": () => "set up an authenticator app as second factor",
  "totp.removed": () => "removed their authenticator app",
  "user.deactivated": ({ text }) => `deactivated ${text("name")}${givenAway(text)}`,
  "user.invited": ({ text }) => `invited ${text("email") || "the first person"} as ${text("role")}`,
  "user.joined": ({ text }) =>
    text("inviteId") ? `joined as ${text("role")}` : `made the account of ${text("name")}, as ${text("role")}`,
  "user.linked": ({ text }) => `linked ${text("name")} to their account at ${text("issuer")}`,
  "user.role-changed": ({ text }) => `changed the role of ${text("name")} from ${text("from")} to ${text("to")}`,
  "view.deleted": ({ after }) => `deleted a saved view${after(" called ", "name")}`,
  "view.saved": ({ after }) => `saved a view of the cases${after(" called ", "name")}`,
  "view.shared": ({ text, after }) =>
    `${text("shared") === "no" ? "ended the sharing of a saved view" : "shared a saved view"}${after(" called ", "name")}`,
  "warning.dismissed": ({ text }) => `dismissed the warning of ${text("count")} failed sign-ins since ${text("since")}`,
  "user.second-factor-reset": ({ text }) => `took the second factor of ${text("name")} away`,
};

/** What somebody who left gave to whom, where they had anything. */
function givenAway(text: Facts["text"]): string {
  const [cases, followUps] = [Number(text("cases")), Number(text("followUps"))];
  if (cases + followUps === 0) return "";
  const what = `${cases} open ${cases === 1 ? "case" : "cases"} and ${followUps} ${followUps === 1 ? "follow-up" : "follow-ups"}`;
  return text("givenTo") === "nobody" ? `, and left ${what} to nobody` : `, and gave ${what} to ${text("givenTo")}`;
}

/** A personal text as a sentence quotes it. */
function quoted(personal: PersonalText | undefined): string {
  return personal?.text ?? (personal?.erasedAt ? `(erased on ${personal.erasedAt.toISOString().slice(0, 10)})` : "");
}

function isKnown(action: string): action is Action {
  return Object.hasOwn(PREDICATES, action);
}

/** For an entry that another version of Casewire wrote: `case.reopened` → "reopened case 7". */
function fallback({ action, subjectKind }: SentenceEntry, { id, theCase }: Facts): string {
  const verb = action.split(".").at(-1)?.replaceAll("-", " ") ?? action;
  return `${verb} ${subjectKind === "case" ? theCase : `${subjectKind} ${id}`}`;
}

function facts({ subjectKind, subjectId, detail, words }: SentenceEntry, onCasePage: boolean): Facts {
  const text = (name: string) => {
    const fact = detail?.[name];
    if (typeof fact === "string" || typeof fact === "number") return String(fact);
    return Object.hasOwn(words, name) ? quoted(words[name]) : "";
  };
  // A case goes by `source/refId`; people know it by its refId.
  const id = subjectKind === "case" ? subjectId.slice(subjectId.indexOf("/") + 1) : subjectId;
  const theCase = onCasePage ? "the case" : `case ${id}`;
  const after = (words: string, name: string) => (text(name) ? `${words}${text(name)}` : "");
  return { id, theCase, detailHidden: detail === null, text, after };
}
