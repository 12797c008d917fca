import { Skeleton } from "#components/ui/skeleton";

const COLUMNS = [0, 1, 2, 3];
const CARDS = [0, 1, 2, 3, 4, 5];

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-3 overflow-hidden">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-32" />
      <Skeleton className="h-7 w-96 max-w-full" />
      <Skeleton className="h-7 w-full max-w-xl" />
      <div className="flex gap-3">
        {COLUMNS.map((column) => (
          <div key={column} className="grid w-72 shrink-0 gap-1.5 xl:w-auto xl:flex-1">
            <Skeleton className="mb-1 h-6" />
            {CARDS.map((card) => (
              <Skeleton key={card} className="h-16" />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
