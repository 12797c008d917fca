import { ChevronRight } from "lucide-react";
import { visibleText } from "#components/ui/user-text";

/** A JSON value as a tree of `<details>`, open to `depth`. Strings are shown with quotes and escapes, as in JSON. */
export function JsonView({ value, depth = 3 }: { value: unknown; depth?: number }) {
  return (
    <div className="overflow-x-auto font-mono text-xs leading-5">
      <Value value={value} depth={depth} />
    </div>
  );
}

function Value({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const label = name === undefined ? null : <span className="text-accent">{visibleText(JSON.stringify(name))}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div className="pl-4">
        {label}
        <Scalar value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        {label}
        {open}
        {close}
      </div>
    );
  }
  return (
    <details open={depth > 0} className="group/node">
      <summary className="flex list-none items-center rounded-sm hover:bg-hover">
        <ChevronRight aria-hidden="true" className="size-3 w-4 text-faint group-open/node:rotate-90" />
        {label}
        {open}
        <span className="text-faint group-open/node:hidden">
          {entries.length} {entries.length === 1 ? "entry" : "entries"} {close}
        </span>
      </summary>
      <div className="pl-4">
        {entries.map(([key, inner]) => (
          <Value key={key} name={Array.isArray(value) ? undefined : key} value={inner} depth={depth - 1} />
        ))}
      </div>
      <div className="pl-4">{close}</div>
    </details>
  );
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string") return <span className="text-green">{visibleText(JSON.stringify(value))}</span>;
  if (typeof value === "number") return <span className="text-blue">{String(value)}</span>;
  return <span className="text-violet">{String(value)}</span>;
}
