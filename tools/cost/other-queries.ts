import { listInvites, listMembers } from "#lib/access/team/list-team";
import { listTokens } from "#lib/access/tokens/list-tokens";
import { listActors, listEntries } from "#lib/audit/list-entries";
import { countChanges } from "#lib/cases/changes/count-changes";
import { listChanges } from "#lib/cases/changes/list-changes";
import { decisionPages } from "#lib/exports/decisions";
import { listFailures } from "#lib/failures/list-failures";
import { spanBefore, spanOf } from "#lib/figures/overview-selection";
import { readEarlier, readOverview } from "#lib/figures/read-overview";
import { listUnsentLetters } from "#lib/letters/list-unsent-letters";
import { listReplays } from "#lib/replay/list-replays";
import { findMessage } from "#lib/search/find-message";
import { searchEverything } from "#lib/search/search-everything";
import { listSources } from "#lib/sources/list-sources";
import type { MeasuredQuery } from "./sample.ts";

const MONTH = spanOf({ period: "30d" }, new Date());
const YEAR = spanOf({ period: "12m" }, new Date());

export const otherQueries: MeasuredQuery[] = [
  { name: "audit", ask: (actor) => listEntries(actor, {}) },
  { name: "audit: an actor", ask: (actor) => listEntries(actor, { actor: "user:seed-1" }) },
  { name: "audit: an action", ask: (actor) => listEntries(actor, { action: "case.flagged" }) },
  { name: "audit: an action not there", ask: (actor) => listEntries(actor, { action: "secret.added" }) },
  { name: "audit: a subject", ask: (actor, { refId }) => listEntries(actor, { subject: `case:vove/${refId}` }) },
  { name: "audit: a case", ask: (actor, { refId }) => listEntries(actor, { case: `vove/${refId}` }) },
  { name: "audit: until long ago", ask: (actor, { deepAt }) => listEntries(actor, { to: deepAt }) },
  {
    name: "audit: an actor and an action",
    ask: (actor) => listEntries(actor, { actor: "user:seed-1", action: "case.flagged" }),
  },
  { name: "audit: actors", ask: (actor) => listActors(actor) },
  { name: "team", ask: (actor) => Promise.all([listMembers(actor), listInvites(actor)]) },
  { name: "settings: tokens", ask: (actor) => listTokens(actor) },
  { name: "settings: sources", ask: (actor) => listSources(actor, "http://localhost") },
  { name: "settings: mail", ask: (actor) => listUnsentLetters(actor) },
  { name: "everything: by refId", ask: (actor, { refId }) => searchEverything(actor, { q: refId }) },
  { name: "everything: by name", ask: (actor, { name }) => searchEverything(actor, { q: name }) },
  { name: "everything: by message id", ask: (actor, { messageId }) => searchEverything(actor, { q: messageId }) },
  { name: "everything: by a word of many names", ask: (actor) => searchEverything(actor, { q: "logistics" }) },
  { name: "everything: by words not there", ask: (actor) => searchEverything(actor, { q: "zzz-nowhere" }) },
  { name: "message look-up", ask: (actor, { messageId }) => findMessage(actor, { messageId }) },
  { name: "replays", ask: (actor) => listReplays(actor) },
  { name: "failures", ask: (actor) => listFailures(actor) },
  { name: "changes", ask: (actor) => listChanges(actor, {}) },
  { name: "changes: until long ago", ask: (actor, { deepAt }) => listChanges(actor, { to: deepAt }) },
  { name: "changes: mine", ask: (actor) => listChanges(actor, { whose: "mine" }) },
  { name: "changes: follow-ups done", ask: (actor) => listChanges(actor, { kind: "follow-up-done" }) },
  { name: "changes: accounts enabled", ask: (actor) => listChanges(actor, { kind: "account-enabled" }) },
  { name: "changes: counts", ask: (actor) => countChanges(actor, {}) },
  { name: "decisions: a page", ask: (actor) => decisionPages(actor, {}).next() },
  { name: "overview: 30 days", ask: (actor) => readOverview(actor, MONTH) },
  { name: "overview: 12 months", ask: (actor) => readOverview(actor, YEAR) },
  {
    name: "overview: 12 months and those before",
    ask: (actor) => Promise.all([readOverview(actor, YEAR), readEarlier(actor, spanBefore(YEAR))]),
  },
];
