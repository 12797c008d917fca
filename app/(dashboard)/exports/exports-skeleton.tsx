import { Skeleton } from "#components/ui/skeleton";

const LINES = [0, 1, 2, 3, 4, 5, 6, 7];

/** Of all below the title. A loading.tsx would answer 200 to a role that may not have the page. */
export function ExportsSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-3 overflow-hidden">
      <p className="sr-only" role="status">
        Loading
      </p>
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <div className="grid gap-3">
          <Skeleton className="h-80" />
          <Skeleton className="h-64" />
        </div>
        <div className="grid gap-1.5">
          {LINES.map((line) => (
            <Skeleton key={line} className="h-12" />
          ))}
        </div>
      </div>
    </div>
  );
}
