import { Check, Columns3 } from "lucide-react";
import Link from "next/link";
import { MENU_LINE, Menu } from "#components/ui/menu";
import { casesPath } from "./paths.ts";
import { OPTIONAL_COLUMNS } from "./table-columns.ts";
import type { PageState } from "./view.ts";

/** Which columns the table shows: links, because the address holds the choice. */
export function ColumnChoice({ state, hidden }: { state: PageState; hidden: string[] }) {
  return (
    <Menu
      variant="ghost"
      size="sm"
      align="end"
      className="ml-auto"
      trigger={
        <>
          <Columns3 aria-hidden="true" />
          Columns
        </>
      }
    >
      <ul>
        {OPTIONAL_COLUMNS.map(({ id, label }) => {
          const off = hidden.includes(id);
          const hide = off ? hidden.filter((other) => other !== id) : [...hidden, id];
          return (
            <li key={id}>
              <Link
                href={casesPath(state.filter, { ...state.view, hide: hide.join(",") })}
                scroll={false}
                className={MENU_LINE}
              >
                <span className="grid size-3.5 place-items-center">{off ? null : <Check aria-hidden="true" />}</span>
                {label}
                <span className="sr-only">{off ? "(hidden)" : "(shown)"}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Menu>
  );
}
