import Link from "next/link";
import { classes } from "#components/ui/classes";
import { Notice } from "#components/ui/notice";
import { UserText } from "#components/ui/user-text";
import { eventPath } from "#lib/page-paths";
import { readable, readJson, visible } from "../../../_http/readable.ts";
import { lineDiff } from "./line-diff.ts";

const LOOKS = {
  same: { sign: " ", look: "text-muted", word: "" },
  added: { sign: "+", look: "bg-green-soft text-green", word: "added: " },
  removed: { sign: "−", look: "bg-red-soft text-red", word: "removed: " },
};

type Kept = { messageId: string; body: Buffer };

/** What changed from the case's event before this one, by the event clock. */
export function DiffView({ source, body, previous }: { source: string; body: Buffer; previous: Kept | undefined }) {
  if (previous === undefined) return <Notice>This is the first event of its case: there is none before it.</Notice>;
  const lines = lineDiff(linesOf(previous.body), linesOf(body));
  return (
    <div className="grid gap-2">
      <p className="text-xs text-muted">
        Against{" "}
        <Link
          className="font-mono text-accent hover:underline"
          href={eventPath({ source, messageId: previous.messageId })}
        >
          <UserText>{previous.messageId}</UserText>
        </Link>
        , the case's event before it by the event clock.
      </p>
      {lines === null ? (
        <Notice>They differ in too many lines to be compared here. Download both.</Notice>
      ) : (
        <pre className="overflow-x-auto rounded-md border border-line bg-canvas py-2 font-mono text-xs leading-5">
          {lines.map(({ change, text }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one comparison keep their places
            <div key={at} className={classes("px-3 whitespace-pre-wrap", LOOKS[change].look)}>
              <span className="sr-only">{LOOKS[change].word}</span>
              <span aria-hidden="true" className="mr-2 select-none">
                {LOOKS[change].sign}
              </span>
              {text}
            </div>
          ))}
        </pre>
      )}
    </div>
  );
}

const linesOf = (body: Buffer) => {
  const json = readJson(body);
  return json && json.indented.length < 65_536 ? visible(json.indented) : readable(body, false).text;
};
