import { Input } from "#components/ui/input";

/** The search field of a form that leads to /events. */
export function SearchBox({ className, defaultValue }: { className: string; defaultValue?: string | undefined }) {
  return (
    <Input
      name="q"
      type="search"
      aria-label="Search events"
      placeholder="Message id, refId or business"
      data-keys="/"
      data-keys-label="Search"
      maxLength={512}
      defaultValue={defaultValue}
      className={className}
    />
  );
}
