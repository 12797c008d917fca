import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table";
import { visibleText } from "#components/ui/user-text";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** From each share of the busiest hour on, how its number is backed. */
const SHADES = [
  [0.66, "bg-accent-fill text-on-accent"],
  [0.33, "bg-selected text-accent"],
  [0.05, "bg-sunken"],
] as const;

/** How many messages are usual in each hour of the week: the mean of the last eight. */
export function WeekTable({ name, week }: { name: string; week: number[][] }) {
  const most = Math.max(...week.flat());
  const shade = (n: number) => (n > 0 ? SHADES.find(([share]) => n >= share * most)?.[1] : undefined);
  return (
    <details>
      <summary className="text-xs text-accent underline max-md:py-3">
        What is usual on each weekday and at each hour (UTC)
      </summary>
      <Table label={`Usual messages of ${visibleText(name)} by weekday and hour`} className="mt-1 text-2xs">
        <TableHead>
          <tr>
            <TableHeader className="px-1.5">Hour, UTC</TableHeader>
            {Array.from({ length: 24 }, (_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the hours of a day keep their order
              <TableHeader key={hour} className="px-1 text-right text-2xs">
                {hour}
              </TableHeader>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {week.map((hours, weekday) => (
            <TableRow key={WEEKDAYS[weekday]}>
              <TableHeader scope="row" className="px-1.5">
                {WEEKDAYS[weekday]}
              </TableHeader>
              {hours.map((n, hour) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the hours of a day keep their order
                <TableCell key={hour} className={`h-6 px-1 py-0.5 text-right ${shade(n) ?? ""}`}>
                  {shown(n)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </details>
  );
}

/** Means under ten with one digit, so that one message in three weeks is not shown as none. */
function shown(n: number): string {
  if (n === 0) return "0";
  return n < 10 ? n.toFixed(1) : Math.round(n).toLocaleString("en");
}
