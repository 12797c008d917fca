"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import { classes } from "#components/ui/classes";
import { changePreferencesAction } from "../preferences/actions.ts";

const THEMES = [
  { value: "system", label: "Theme of the system", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
];

/** The theme of the preferences, changed without leaving the page. */
export function ThemeSwitch({ chosen }: { chosen: string }) {
  const [state, choose] = useActionState(changePreferencesAction, { status: "idle" });
  const router = useRouter();
  useEffect(() => {
    if (state.status === "done") router.refresh();
  }, [state, router]);
  return (
    <form action={choose} className="flex">
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
            "grid size-7 pointer-coarse:size-10 place-items-center rounded-md [&_svg]:size-3.5",
            value === chosen ? "bg-sunken text-ink" : "text-faint hover:bg-hover hover:text-ink",
          )}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </form>
  );
}
