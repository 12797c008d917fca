import { Monitor, Moon, Sun } from "lucide-react";
import { cookies } from "next/headers";
import { classes } from "#components/ui/classes";
import { chooseTheme } from "./choose-theme.ts";

const THEMES = [
  { value: "system", label: "Theme of the system", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
];

/** The theme is in a cookie and set on `<html>` by the server, so that no other theme flashes up first. */
export async function ThemeSwitch() {
  const chosen = (await cookies()).get("theme")?.value ?? "system";
  return (
    <form action={chooseTheme} className="flex">
      {THEMES.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="submit"
          name="theme"
          value={value}
          aria-label={label}
          aria-pressed={value === chosen}
          title={label}
          className={classes(
            "grid size-7 place-items-center rounded-md [&_svg]:size-3.5",
            value === chosen ? "bg-sunken text-ink" : "text-faint hover:bg-hover hover:text-ink",
          )}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </form>
  );
}
