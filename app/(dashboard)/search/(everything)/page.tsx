import { Search, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { messagePath } from "#lib/page-paths";
import { may } from "#lib/permissions";
import { type Query, searchedWords } from "#lib/query-params";
import { searchEverything } from "#lib/search/search-everything";
import { one } from "../../param.ts";
import { exactPath, type Group, groupsOf, unseenMessagePath } from "../hits.ts";
import { SearchForm } from "../search-form.tsx";

export const metadata: Metadata = { title: "Search" };

export default async function SearchPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("case:read");
  const query = await searchParams;
  const words = searchedWords.safeParse(one(query, "q"));
  const q = words.success ? words.data : "";
  const results = await searchEverything(actor, { q });
  const groups = groupsOf(actor, results);
  // From a list of many kinds one may want to come back to it.
  const opens = one(query, "stay") === undefined;
  if (opens && results.exact) redirect(exactPath(actor, results.exact));
  const unseen = unseenMessagePath(actor, q, groups);
  if (unseen) redirect(unseen);
  return (
    <>
      <PageHeader title="Search" description={looksIn(actor)} />
      <SearchForm className="max-w-xl" q={q} />
      <div className="mt-3 grid max-w-4xl gap-3">
        {groups.map((group) => (
          <Found key={group.label} group={group} />
        ))}
        {groups.length === 0 ? <Nothing actor={actor} q={q} /> : null}
      </div>
    </>
  );
}

function looksIn(actor: UserActor): string {
  if (!may(actor.role, "message:read")) return "Finds cases by their refId.";
  return "Finds cases by refId and name, businesses by e-mail, what was noted, and messages and refused requests by message id.";
}

function Found({ group: { label, hits } }: { group: Group }) {
  return (
    <Card title={label}>
      <ul aria-label={label}>
        {hits.map(({ href, title, detail, at }) => (
          <li key={`${href} ${at}`} className="relative border-b border-line px-3 py-2 last:border-0 hover:bg-hover">
            <Link href={href} className="font-medium after:absolute after:inset-0">
              <UserText>{title}</UserText>
            </Link>
            <p className="flex flex-wrap gap-x-3 text-xs text-muted">
              <UserText>{detail}</UserText>
              {at ? <Time at={at} /> : null}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Nothing({ actor, q }: { actor: UserActor; q: string }) {
  if (q.trim() === "") {
    return (
      <EmptyState icon={Search} title="What are you looking for?">
        A whole refId, name or message id opens the thing itself.
      </EmptyState>
    );
  }
  const asks = may(actor.role, "message:read") && !/\s/.test(q.trim());
  return (
    <EmptyState icon={SearchX} title="Nothing is called so">
      {asks ? (
        <>
          If it is a message id,{" "}
          <Link href={messagePath(q.trim())} className="text-accent underline">
            see what it means that it was never seen
          </Link>
          .
        </>
      ) : (
        "Names are found by their words, also with a typing error; message ids and e-mails by their beginning."
      )}
    </EmptyState>
  );
}
