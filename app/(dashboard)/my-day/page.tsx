import type { Metadata } from "next";
import { PacedTopics } from "#components/live/paced-topics";
import { PageHeader } from "#components/page-header";
import { LinkButton } from "#components/ui/button";
import { requireActor } from "#lib/access/sessions/session";
import { readMyDay } from "#lib/cases/board/read-my-day";
import { listPeople } from "#lib/cases/list-people";
import { listTemplates } from "#lib/cases/list-templates";
import { countInWords } from "../cases/count-words.ts";
import { casesPath } from "../cases/paths.ts";
import { ChangesLink } from "./changes-link.tsx";
import { MyDay } from "./my-day.tsx";
import { ReasonsDialog } from "./reasons-dialog.tsx";
import { TakeNext } from "./take-next.tsx";

export const metadata: Metadata = { title: "My day" };

/** Every event changes a case, and this page is another for each person: it is read again at most once in so long. */
const MIN_INTERVAL_MS = 5000;

export default async function MyDayPage() {
  const actor = await requireActor("case:flag");
  const [day, people, templates] = await Promise.all([readMyDay(actor), listPeople(actor), listTemplates(actor)]);
  return (
    <>
      <PacedTopics topics={["cases"]} minIntervalMs={MIN_INTERVAL_MS} />
      <PageHeader
        title="My day"
        help="attention"
        description="What is assigned to you or followed up by you, the most urgent first, and what nobody has taken."
        actions={
          <>
            <ChangesLink />
            <ReasonsDialog templates={templates} />
            <LinkButton href={casesPath({ assignee: "me" }, { view: "table" })}>
              All of mine {countInWords(day.mine)}
            </LinkButton>
            <TakeNext />
          </>
        }
      />
      <MyDay day={day} people={people} templates={templates} self={actor.id} />
    </>
  );
}
