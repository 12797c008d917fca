import { Skeleton } from "#components/ui/skeleton";

const SECTIONS = [0, 1, 2];
const ROWS = [0, 1, 2];

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-32" />
      {SECTIONS.map((section) => (
        <div key={section} className="grid gap-1.5">
          <Skeleton className="h-5 w-40" />
          {ROWS.map((row) => (
            <Skeleton key={row} className="h-14" />
          ))}
        </div>
      ))}
    </div>
  );
}
