import { UserText, visibleText } from "#components/ui/user-text";

/** The assignee: initials in a circle, and the name. */
export function Assignee({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
      <span
        aria-hidden="true"
        className="grid size-4.5 shrink-0 place-items-center rounded-full bg-selected text-[0.5625rem] font-semibold text-accent"
      >
        {visibleText(letters)}
      </span>
      <span className="truncate" dir="auto">
        <UserText>{name}</UserText>
      </span>
    </span>
  );
}
