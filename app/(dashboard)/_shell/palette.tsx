"use client";

import { Search } from "lucide-react";
import { type ComponentType, useCallback, useEffect, useState } from "react";
import { toast } from "sonner";
import { actsOnPage, type PageAct } from "#components/page-acts";
import { Button } from "#components/ui/button";

/** The event by which PaletteButton opens it. */
const OPEN_PALETTE = "casewire-palette";

export type PalettePage = { href: string; label: string; keys: string | null };
export type PaletteProps = { pages: PalettePage[]; acts: PageAct[]; onClose: () => void };

/** ⌘K or Ctrl+K: goes to any page, acts on the page in front, and searches everything. Its code is loaded when it is first opened. */
export function Palette({ pages }: { pages: PalettePage[] }) {
  const [acts, setActs] = useState<PageAct[] | null>(null);
  const [Dialog, setDialog] = useState<ComponentType<PaletteProps> | null>(null);

  const open = useCallback(async () => {
    // Also the palette's own: it is open already.
    if (document.querySelector("dialog[open]")) return;
    setActs(actsOnPage());
    try {
      const { PaletteDialog } = await import("./palette-dialog.tsx");
      setDialog(() => PaletteDialog);
    } catch {
      setActs(null);
      toast.error("The command palette could not be loaded: there is no connection.");
    }
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k")
        return;
      event.preventDefault();
      void open();
    };
    const onAsked = () => void open();
    document.addEventListener("keydown", onKeyDown);
    window.addEventListener(OPEN_PALETTE, onAsked);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      window.removeEventListener(OPEN_PALETTE, onAsked);
    };
  }, [open]);

  if (!Dialog || acts === null) return null;
  return <Dialog pages={pages} acts={acts} onClose={() => setActs(null)} />;
}

/** Opens the palette without the keys, which a phone does not have. */
export function PaletteButton({ className }: { className?: string }) {
  return (
    <Button
      variant="ghost"
      size="icon"
      className={className}
      aria-label="Command palette"
      title="Command palette (Ctrl+K)"
      onClick={() => window.dispatchEvent(new Event(OPEN_PALETTE))}
    >
      <Search aria-hidden="true" />
    </Button>
  );
}
