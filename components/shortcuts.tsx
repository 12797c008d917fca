"use client";

import { Keyboard } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Modal } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { actOn, pressed, type Shortcut, shortcutsOnPage } from "./shortcut-keys.ts";
import { usePersistedFlag } from "./use-persisted-flag.ts";

const SEQUENCE_MS = 1000;
const ASKED_FOR = "casewire-shortcuts";

/**
 * Keys for whatever on the page carries `data-keys` ("/", "shift+r", "g c"): a field is focused, anything else clicked. `?` lists them.
 * They never fire while one types or holds a modifier, and can be switched off (WCAG 2.1.4). Stands once on a page.
 */
export function Shortcuts() {
  const [on, setOn] = usePersistedFlag("shortcuts", true);
  const [listed, setListed] = useState<Shortcut[] | null>(null);
  const before = useRef({ key: "", at: 0 });

  useEffect(() => {
    if (!on) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = pressed(event);
      if (!key) return;
      const inSequence = event.timeStamp - before.current.at < SEQUENCE_MS;
      const acted = (inSequence && actOn(`${before.current.key} ${key}`)) || actOn(key);
      before.current = { key, at: event.timeStamp };
      if (acted) event.preventDefault();
      if (key === "?") setListed(shortcutsOnPage());
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on]);

  useEffect(() => {
    const show = () => setListed(shortcutsOnPage());
    window.addEventListener(ASKED_FOR, show);
    return () => window.removeEventListener(ASKED_FOR, show);
  }, []);

  return (
    <Modal open={listed !== null} onClose={() => setListed(null)} title="Keyboard shortcuts">
      <Checkbox checked={on} onChange={(event) => setOn(event.target.checked)} className="mb-3">
        Single keys act as shortcuts
      </Checkbox>
      <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-2">
        {listed?.map(({ keys, label }) => (
          <div key={keys} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt className="flex gap-1">
              {keys.split(" ").map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
        <dt>
          <Kbd>?</Kbd>
        </dt>
        <dd>This list</dd>
      </dl>
    </Modal>
  );
}

/** Opens the list for those who do not know of `?`, or have switched the keys off. */
export function ShortcutsButton({ className }: { className?: string }) {
  return (
    <Button
      variant="ghost"
      size="icon"
      className={className}
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts (?)"
      onClick={() => window.dispatchEvent(new Event(ASKED_FOR))}
    >
      <Keyboard aria-hidden="true" />
    </Button>
  );
}
