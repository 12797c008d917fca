import { Input } from "#components/ui/input";

/** What one looks for among the events, in a form of /events. */
export function SearchBox({ className }: { className: string }) {
  return (
    <Input
      name="q"
      type="search"
      aria-label="Search events"
      placeholder="Message id, refId or business"
      data-keys="/"
      data-keys-label="Search"
      maxLength={512}
      className={className}
    />
  );
}
