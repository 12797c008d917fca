import { Skeleton } from "#components/ui/skeleton";

const LINES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-3 overflow-hidden">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-7 w-full max-w-3xl" />
      <Skeleton className="h-7 w-full max-w-4xl" />
      <div className="grid gap-1.5">
        {LINES.map((line) => (
          <Skeleton key={line} className="h-12" />
        ))}
      </div>
    </div>
  );
}
