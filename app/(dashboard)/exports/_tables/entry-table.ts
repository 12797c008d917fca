import type { Entry } from "#lib/audit/list-entries";
import type { Column } from "#lib/exports/write-table";
import { entryInWords } from "../../audit/entry-words.ts";

/** One line an entry: its sentence, its facts, and the hash by which it is found in the chain. */
export const ENTRY_COLUMNS: readonly Column<Entry>[] = [
  { key: "entry", title: "Entry", of: ({ id }) => id },
  { key: "at", title: "At (UTC)", of: ({ at }) => at },
  { key: "sentence", title: "What happened", of: entryInWords },
  { key: "actor", title: "Actor", of: ({ actorLabel }) => actorLabel },
  { key: "actorKind", title: "Actor's kind (code)", of: ({ actorKind }) => actorKind },
  { key: "actorId", title: "Actor's id", of: ({ actorId }) => actorId },
  { key: "action", title: "Action code", of: ({ action }) => action },
  { key: "subjectKind", title: "About (code)", of: ({ subjectKind }) => subjectKind },
  { key: "subjectId", title: "About: id", of: ({ subjectId }) => subjectId },
  { key: "detail", title: "Facts (JSON)", of: ({ detail }) => JSON.stringify(detail) },
  { key: "words", title: "What people wrote (JSON)", of: ({ words }) => wordsOf(words) },
  { key: "hash", title: "Hash", of: ({ hash }) => hash },
];

function wordsOf(words: Entry["words"]): string | null {
  const texts = Object.entries(words).map(([field, { text, erasedAt }]) => [field, text ?? { erasedAt }]);
  return texts.length === 0 ? null : JSON.stringify(Object.fromEntries(texts));
}
