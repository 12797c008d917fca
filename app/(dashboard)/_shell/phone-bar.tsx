"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import { PaletteButton } from "./palette.tsx";
import { Wordmark } from "./wordmark.tsx";

/** The top bar on a phone, with the sidebar as a menu that closes on navigation. */
export function PhoneBar({ children }: { children: ReactNode }) {
  const menu = useRef<HTMLDivElement>(null);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes because the path has changed
  useEffect(() => {
    if (menu.current?.matches(":popover-open")) menu.current.hidePopover();
  }, [pathname]);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center justify-between border-b border-line bg-canvas px-3 md:hidden">
      <Link href="/cases" className="rounded-md px-1 py-1.5">
        <Wordmark />
      </Link>
      <PaletteButton className="ml-auto size-10" />
      <Button variant="ghost" size="icon" className="size-10" aria-label="Menu" popoverTarget="phone-menu">
        <MenuIcon aria-hidden="true" className="!size-5" />
      </Button>
      <div
        ref={menu}
        id="phone-menu"
        popover="auto"
        className="fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-dvh w-72 max-w-[85vw] border-l border-line bg-canvas text-ink shadow-raised open:animate-appear"
      >
        <Button
          variant="ghost"
          size="icon"
          className="absolute top-2 right-2 size-9"
          aria-label="Close the menu"
          popoverTarget="phone-menu"
          popoverTargetAction="hide"
        >
          <X aria-hidden="true" className="!size-5" />
        </Button>
        <div className="h-full pt-10">{children}</div>
      </div>
    </header>
  );
}
