import Link from "next/link";
import { UserText } from "#components/ui/user-text";
import { eventsFilter } from "#lib/events/filter";
import { destinationPath, eventPath, failurePath } from "#lib/page-paths";
import { readFilter } from "#lib/query-params";
import type { FoundReplay } from "#lib/replay/find-replay";
import { actionOf } from "../_words.ts";
import { FilterWords } from "../events/filter-words.tsx";

const LOOK = "text-accent hover:underline break-words";

/** What a replay runs, in words, with a link to it. */
export function Selection({ replay }: { replay: FoundReplay }) {
  const { destination, handler, failure, onlyFailed, selection } = replay;
  if (handler !== null && failure !== null) {
    return (
      <Link className={LOOK} href={failurePath({ handler, failure })}>
        {destination ? (
          <>
            Deliveries to <UserText>{destination.name}</UserText> that gave up with one error
          </>
        ) : (
          <>What gave up with one error: {actionOf(handler)}</>
        )}
      </Link>
    );
  }
  if (destination) {
    return (
      <Link className={LOOK} href={destinationPath(destination.id)}>
        Deliveries to <UserText>{destination.name}</UserText>: <UserText>{selection}</UserText>
      </Link>
    );
  }
  // Retention removes the words of a replay with the last of its events.
  if (replay.reason === "") return <>Removed with the last of its events</>;
  return (
    <>
      {onlyFailed ? "What gave up on events: " : ""}
      <Events text={selection} />
    </>
  );
}

/** One message id, or the query of the events list. */
function Events({ text }: { text: string }) {
  const { filter } = readFilter(eventsFilter, Object.fromEntries(new URLSearchParams(text)));
  if (text === "" || Object.keys(filter).length > 0) {
    return (
      <Link className={LOOK} href={text === "" ? "/events" : `/events?${text}`}>
        <FilterWords filter={filter} />
      </Link>
    );
  }
  return (
    <Link className={LOOK} href={eventPath({ messageId: text })}>
      event <UserText>{text}</UserText>
    </Link>
  );
}
