"use client";

import { Keyboard } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Modal } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { runShortcut, type Shortcut, shortcutKey, shortcutsOnPage } from "./shortcut-keys.ts";
import { usePersistedFlag } from "./use-persisted-flag.ts";

const MAX_SEQUENCE_MS = 1000;
/** The event by which ShortcutsButton opens the list. */
const OPEN_LIST = "casewire-shortcuts";

/**
 * The keys of elements with `data-keys` ("/", "shift+r", "g c"): a field is focused, anything else clicked. `?` lists them. They do nothing
 * in text fields and with modifiers, and can be switched off (WCAG 2.1.4). Rendered once a page.
 */
export function Shortcuts() {
  const [on, setOn] = usePersistedFlag("shortcuts", true);
  const [listed, setListed] = useState<Shortcut[] | null>(null);
  const before = useRef({ key: "", at: 0 });

  useEffect(() => {
    if (!on) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = shortcutKey(event);
      if (!key) return;
      const inSequence = event.timeStamp - before.current.at < MAX_SEQUENCE_MS;
      const found = (inSequence && runShortcut(`${before.current.key} ${key}`)) || runShortcut(key);
      before.current = { key, at: event.timeStamp };
      if (found) event.preventDefault();
      if (key === "?") setListed(shortcutsOnPage());
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on]);

  useEffect(() => {
    const show = () => setListed(shortcutsOnPage());
    window.addEventListener(OPEN_LIST, show);
    return () => window.removeEventListener(OPEN_LIST, show);
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
        <dt className="flex gap-1">
          <Kbd>ctrl</Kbd>
          <Kbd>k</Kbd>
        </dt>
        <dd>Command palette, on a Mac also ⌘ K</dd>
        <dt className="flex gap-1">
          <Kbd>ctrl</Kbd>
          <Kbd>enter</Kbd>
        </dt>
        <dd>Send the form, from a text of several lines</dd>
        <dt className="flex gap-1">
          <Kbd>alt</Kbd>
          <Kbd>t</Kbd>
        </dt>
        <dd>Notifications</dd>
      </dl>
    </Modal>
  );
}

/** Opens the list without the key, which may be unknown or switched off. */
export function ShortcutsButton({ className }: { className?: string }) {
  return (
    <Button
      variant="ghost"
      size="icon"
      className={className}
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts (?)"
      onClick={() => window.dispatchEvent(new Event(OPEN_LIST))}
    >
      <Keyboard aria-hidden="true" />
    </Button>
  );
}
