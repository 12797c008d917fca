import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { PageHeader } from "#components/page-header";
import { Time } from "#components/time";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { UserText } from "#components/ui/user-text";
import { requireActor } from "#lib/access/sessions/session";
import type { UserActor } from "#lib/actor";
import { type Listed, type ListFilter, listBehind, listFilter } from "#lib/figures/list-behind";
import { casePath, eventPath } from "#lib/page-paths";
import type { Query } from "#lib/query-params";
import { Refusal } from "#lib/refusal";

import { listPath } from "../overview-path.ts";
import { titleOf, whatInWords } from "./list-words.ts";

export const metadata: Metadata = { title: "Behind a number" };

export default async function ListPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("overview:read");
  const query = await searchParams;
  const read = listFilter.safeParse(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]])),
  );
  if (!read.success) notFound();
  const filter = read.data;
  const cursor = [query.cursor].flat()[0];
  const { items, nextCursor, total, capped } = await pageOrFirst(actor, filter, cursor);
  const number = `${capped ? "more than " : ""}${total.toLocaleString("en")}`;
  return (
    <>
      <PageHeader
        title={`${titleOf(filter)}: ${number}`}
        description={`${moment(filter.from)} to ${moment(filter.to)} UTC${filter.source === undefined ? "" : `, of ${filter.source}`}. Oldest first.`}
        back={<Link href="/overview">Overview</Link>}
      />
      <Card>
        {items.length === 0 ? (
          <p className="p-3 text-muted">Nothing here. What retention has removed since is counted, and not listed.</p>
        ) : (
          <Rows items={items} filter={filter} />
        )}
      </Card>
      <nav aria-label="More rows" className="mt-3 flex gap-2">
        {cursor === undefined ? null : <LinkButton href={listPath(filter)}>First</LinkButton>}
        {nextCursor === null ? null : (
          <LinkButton href={listPath(filter, nextCursor)} className="ml-auto" rel="next">
            Later
          </LinkButton>
        )}
      </nav>
    </>
  );
}

function Rows({ items, filter }: { items: Listed[]; filter: ListFilter }) {
  const counted = filter.figure === "refusals";
  const linked = items.some(({ messageId }) => messageId !== null);
  return (
    <Table label={titleOf(filter)}>
      <TableHead>
        <tr>
          <TableHeader>{counted ? "Hour" : "When"}</TableHeader>
          <TableHeader>{counted ? "Source" : "Case"}</TableHeader>
          <TableHeader>What</TableHeader>
          {counted ? <TableHeader className="text-right">Requests</TableHeader> : null}
          {linked ? <TableHeader>Message</TableHeader> : null}
        </tr>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <TableRow key={item.id}>
            <TableCell>
              <Time at={item.at} absolute="local" />
            </TableCell>
            <TableCell>{counted ? item.source : <CaseLink item={item} />}</TableCell>
            <TableCell>
              <UserText>{whatInWords(filter, item.what)}</UserText>
            </TableCell>
            {counted ? <TableCell className="text-right">{item.n.toLocaleString("en")}</TableCell> : null}
            {linked ? (
              <TableCell>
                {item.messageId === null ? null : (
                  <Link
                    href={eventPath({ source: item.source, messageId: item.messageId })}
                    prefetch={false}
                    className="font-mono text-xs text-accent"
                  >
                    <UserText>{item.messageId}</UserText>
                  </Link>
                )}
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function CaseLink({ item: { refId, source } }: { item: Listed }) {
  if (refId === null) return "no case";
  return (
    <Link href={casePath({ refId, source })} prefetch={false} className="text-accent">
      <UserText>{refId}</UserText>
    </Link>
  );
}

function moment(at: string): string {
  return at.endsWith("T00:00:00.000Z") ? at.slice(0, 10) : at.slice(0, 16).replace("T", " ");
}

/** An invalid cursor, as from an edited address, leads to the first page. */
async function pageOrFirst(actor: UserActor, filter: ListFilter, cursor: string | undefined) {
  try {
    return await listBehind(actor, filter, cursor);
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid") redirect(listPath(filter));
    throw error;
  }
}
