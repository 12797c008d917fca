import { Skeleton } from "#components/ui/skeleton";

const LINES = [0, 1, 2, 3, 4, 5];

export default function Loading() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="mb-1 h-4 w-12" />
      <Skeleton className="mb-1.5 h-6 w-64" />
      <Skeleton className="mb-4 h-5 w-80" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid gap-3">
          <Skeleton className="h-28" />
          {LINES.map((line) => (
            <Skeleton key={line} className="h-11" />
          ))}
        </div>
        <Skeleton className="h-48" />
      </div>
    </div>
  );
}
