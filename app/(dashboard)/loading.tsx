import { Skeleton } from "#components/ui/skeleton";

const LINES = Array.from({ length: 10 }, (_, n) => n);

export default function Loading() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="mb-5 h-6 w-40" />
      <div className="grid gap-2">
        {LINES.map((line) => (
          <Skeleton key={line} className="h-9" />
        ))}
      </div>
    </div>
  );
}
