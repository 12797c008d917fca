import Link from "next/link";
import { Button } from "#components/ui/button";
import { classes } from "#components/ui/classes";
import { Label } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { type ChangesFilter, changesFilter } from "#lib/cases/changes/filter";
import { writeFilter } from "#lib/query-params";
import { addDays, atWallTime, lastFridayBefore, wallTime } from "#lib/zone-time";
import { changesPath } from "./changes-path.ts";

type Props = { filter: ChangesFilter; zone: string; now: Date };

/** The time to look at: since one last looked, usual times, or any. All of it in the person's zone. */
export function TimeChoice({ filter, zone, now }: Props) {
  const today = wallTime(now, zone).slice(0, 10);
  const since = (day: string) => ({ from: atWallTime(day, zone).toISOString(), to: undefined });
  const choices = [
    { label: "Since you last looked", from: undefined, to: undefined },
    { label: "Today", ...since(today) },
    { label: "Yesterday", ...since(addDays(today, -1)), to: since(today).from },
    { label: "Since Friday", ...since(lastFridayBefore(today)) },
    { label: "Last 7 days", ...since(addDays(today, -6)) },
  ];
  const { from, to, ...rest } = filter;
  const field = (time: string | undefined) => (time ? wallTime(new Date(time), zone).slice(0, 16) : undefined);
  return (
    <search aria-label="Time" className="flex flex-wrap items-end gap-2">
      <ul className="flex flex-wrap gap-1.5">
        {choices.map((choice) => {
          const current = choice.from === from && choice.to === to;
          return (
            <li key={choice.label}>
              <Link
                href={changesPath({ ...rest, from: choice.from, to: choice.to })}
                aria-current={current ? "true" : undefined}
                className={classes(
                  "inline-flex h-7 items-center rounded-md border px-2.5 max-md:h-10",
                  current ? "border-accent bg-selected font-medium text-accent" : "border-line-strong hover:bg-hover",
                )}
              >
                {choice.label}
              </Link>
            </li>
          );
        })}
      </ul>
      {/* Keyed: going back must show the fields of the address, not those last typed. */}
      <form action="/changes" key={changesPath(filter)} className="flex flex-wrap items-end gap-2">
        {[...writeFilter(changesFilter, rest)].map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="grid gap-1">
          <Label htmlFor="changes-from">From ({zone})</Label>
          <Input id="changes-from" name="fromLocal" type="datetime-local" defaultValue={field(from)} required />
        </div>
        <div className="grid gap-1">
          <Label htmlFor="changes-to">Before</Label>
          <Input id="changes-to" name="toLocal" type="datetime-local" defaultValue={field(to)} />
        </div>
        <Button type="submit">Show</Button>
      </form>
    </search>
  );
}
