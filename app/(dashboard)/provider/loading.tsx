import { Skeleton } from "#components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-busy="true" className="grid gap-3 overflow-hidden">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-24" />
      <Skeleton className="h-96" />
      <div className="grid gap-3 xl:grid-cols-2">
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
    </div>
  );
}
