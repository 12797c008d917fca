import { Skeleton } from "#components/ui/skeleton";

const LINES = [0, 1, 2, 3, 4];

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-3">
      <p className="sr-only" role="status">
        Searching
      </p>
      <Skeleton className="h-7 w-32" />
      <Skeleton className="h-7 w-full max-w-xl" />
      {LINES.map((line) => (
        <Skeleton key={line} className="h-12" />
      ))}
    </div>
  );
}
