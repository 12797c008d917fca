import { FileDown } from "lucide-react";
import Link from "next/link";
import { Form } from "#components/form";
import { SubmitButton } from "#components/submit-button";
import { Time } from "#components/time";
import { Badge, type BadgeTone } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { UserText } from "#components/ui/user-text";
import type { Export } from "#lib/exports/open-export";
import type { ExportKind } from "#lib/exports/start-export";
import { casePath } from "#lib/page-paths";
import { cancelExportAction } from "./actions.ts";
import { FORMAT_WORDS, KIND_WORDS, selectionInWords } from "./export-words.ts";

const STATES: Record<Export["state"], { tone: BadgeTone; word: string }> = {
  running: { tone: "blue", word: "Under way" },
  finished: { tone: "green", word: "Finished" },
  failed: { tone: "red", word: "Failed" },
  cancelled: { tone: "outline", word: "Cancelled" },
};

type Props = { items: readonly Export[]; names: ReadonlyMap<string, string> };

/** Who took what, the newest first. One that is under way says how far it is, and can be cancelled. */
export function ExportsList({ items, names }: Props) {
  return (
    <Card title="Exports">
      {items.length === 0 ? (
        <EmptyState icon={FileDown} title="Nothing was exported yet">
          Exports of lists and of the evidence of a case are listed here, with who took them.
        </EmptyState>
      ) : (
        <ul aria-label="Exports" className="divide-y divide-line">
          {items.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <Line of={one} names={names} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ of, names }: { of: Export; names: Props["names"] }) {
  const { tone, word } = STATES[of.state];
  return (
    <>
      <Badge tone={tone}>{word}</Badge>
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <p>
          <span className="font-medium">{KIND_WORDS[of.kind as ExportKind] ?? of.kind}</span> as{" "}
          {FORMAT_WORDS[of.format] ?? of.format}, by <UserText>{of.requestedBy}</UserText>,{" "}
          <Time at={of.startedAt} className="text-muted" />
        </p>
        <Selection of={of} names={names} />
        {of.reason ? (
          <p className="text-muted">
            Why: <UserText>{of.reason}</UserText>
          </p>
        ) : null}
      </div>
      <p className="text-muted">{sizeOf(of)}</p>
      {of.state === "running" ? (
        <Form action={cancelExportAction} label={`Cancel export ${of.id}`} className="">
          <input type="hidden" name="exportId" value={of.id} />
          <SubmitButton variant="secondary" size="sm">
            Cancel
          </SubmitButton>
        </Form>
      ) : null}
    </>
  );
}

function Selection({ of, names }: { of: Export; names: Props["names"] }) {
  if (of.refId !== null && of.source !== null) {
    return (
      <p>
        <Link href={casePath({ source: of.source, refId: of.refId })} className="text-accent hover:underline">
          <UserText>{of.refId}</UserText>
        </Link>
      </p>
    );
  }
  const parts = selectionInWords(of.selection, names);
  if (parts.length === 0) return <p className="text-xs text-muted">Everything</p>;
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs text-muted">
      {parts.map(({ label, value, time }) => (
        <li key={label}>
          {label}: {time ? <Time at={value} absolute="local" /> : <UserText>{value}</UserText>}
        </li>
      ))}
    </ul>
  );
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** `1,204 rows, 310 kB` */
function sizeOf({ kind, rows, total, bytes }: Export): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const size = `${(bytes / 1000 ** power).toFixed(power > 1 ? 1 : 0)} ${UNITS[power]}`;
  if (kind === "evidence") return size;
  const of = total === null ? "" : ` of ${total.toLocaleString("en")}`;
  return `${rows.toLocaleString("en")}${of} ${rows === 1 && total === null ? "row" : "rows"}, ${size}`;
}
