import { Skeleton } from "#components/ui/skeleton";

const TOTALS = [0, 1, 2, 3, 4, 5];
const CHARTS = [0, 1, 2, 3];

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-3 overflow-hidden">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-7 w-full max-w-3xl" />
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        {TOTALS.map((total) => (
          <Skeleton key={total} className="h-14" />
        ))}
      </div>
      <div className="grid gap-3 xl:grid-cols-2">
        {CHARTS.map((chart) => (
          <Skeleton key={chart} className="h-72" />
        ))}
      </div>
    </div>
  );
}
