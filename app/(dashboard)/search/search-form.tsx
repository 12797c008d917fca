import { Search } from "lucide-react";
import { classes } from "#components/ui/classes";
import { Input } from "#components/ui/input";

/** The field that searches everything. On pages with a search of their own `/` goes to that one. */
export function SearchForm({ className, q }: { className?: string; q?: string }) {
  return (
    <search aria-label={q === undefined ? "Everything" : "Search"}>
      <form action="/search" className={classes("relative", className)}>
        <Search aria-hidden="true" className="absolute inset-y-0 left-2 my-auto size-3 text-faint" />
        <Input
          key={q}
          name="q"
          type="search"
          aria-label="Search everything"
          placeholder="Search everything"
          defaultValue={q}
          data-keys="/"
          data-keys-label="Search"
          maxLength={512}
          className="pl-7"
        />
      </form>
    </search>
  );
}
