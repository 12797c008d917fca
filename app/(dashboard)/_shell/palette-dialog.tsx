"use client";

import { Command, defaultFilter } from "cmdk";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { navigationBegins } from "#components/navigation-progress";
import { Kbd } from "#components/ui/kbd";
import { UserText } from "#components/ui/user-text";
import type { Hit } from "../search/hits.ts";
import type { PaletteProps } from "./palette.tsx";
import { usePaletteSearch } from "./use-palette-search.ts";

/** Keywords of what the server found: it is not filtered again. It stands behind pages and acts that match, save for what is called exactly so. */
const FOUND = "found by the server";
const EXACT = "exactly so";

function rank(value: string, search: string, keywords: string[] = []): number {
  if (keywords.includes(EXACT)) return 1;
  return keywords.includes(FOUND) ? 0.001 : defaultFilter(value, search);
}

/** The palette itself: a combobox inside the browser's own dialog, which keeps the focus and gives it back. */
export function PaletteDialog({ pages, acts, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  const { groups, exact, state } = usePaletteSearch(words);
  const router = useRouter();
  useEffect(() => {
    dialog.current?.showModal();
    // The browser may focus the frame that cmdk makes around the field.
    dialog.current?.querySelector("input")?.focus();
  }, []);

  const finish = (then: () => void) => {
    // The dialog gives the focus back as it closes; an act may move it on.
    dialog.current?.close();
    then();
  };
  const go = (href: string) =>
    finish(() => {
      navigationBegins();
      router.push(href);
    });
  // Who types a whole refId and Enter does not wait for the list: the page opens what is called exactly so.
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = dialog.current?.querySelector("[role=option][aria-selected=true]");
    if (event.key === "Enter" && !chosen && words.trim() !== "") go(`/search?q=${encodeURIComponent(words)}`);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: with the keyboard Escape closes it
    <dialog
      ref={dialog}
      aria-label="Command palette"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      className="mx-auto mt-[10dvh] mb-auto w-[min(40rem,calc(100vw-1rem))] rounded-lg border border-line bg-raised p-0 text-ink shadow-raised open:animate-appear"
    >
      <Command label="Command palette" filter={rank} loop vimBindings={false} onKeyDown={onKeyDown}>
        <Command.Input
          value={words}
          onValueChange={setWords}
          maxLength={512}
          placeholder="Go to, do, or find anything"
          className="h-11 w-full border-b border-line bg-transparent px-4 text-base placeholder:text-faint focus-visible:outline-none"
        />
        <p role="status" className="sr-only">
          {STATES[state]}
        </p>
        <Command.List className="max-h-[60dvh] overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-4 text-muted">{STATES[state] || "Nothing is called so."}</Command.Empty>
          {groups.map(({ label, hits }) => (
            <Command.Group key={label} heading={label} className={GROUP}>
              {hits.map((hit) => (
                <Item
                  key={`${hit.href} ${hit.at}`}
                  value={`${label} ${hit.href} ${hit.at ?? ""}`}
                  keywords={[hit.href === exact ? EXACT : FOUND]}
                  onSelect={() => go(hit.href)}
                >
                  <HitLine hit={hit} />
                </Item>
              ))}
            </Command.Group>
          ))}
          {acts.length > 0 ? (
            <Command.Group heading="On this page" className={GROUP}>
              {acts.map(({ label, keys, run }) => (
                <Item key={label} value={`${label} act`} onSelect={() => finish(run)}>
                  <span className="min-w-0 flex-1 truncate">
                    <UserText>{label}</UserText>
                  </span>
                  <Keys keys={keys} />
                </Item>
              ))}
            </Command.Group>
          ) : null}
          <Command.Group heading="Go to" className={GROUP}>
            {pages.map(({ href, label, keys }) => (
              <Item key={href} value={`${label} page`} onSelect={() => go(href)}>
                <span className="flex-1">{label}</span>
                <Keys keys={keys} />
              </Item>
            ))}
          </Command.Group>
          {state === "idle" || state === "searching" ? null : (
            <Command.Group heading="Search" className={GROUP}>
              <Item
                value="everything"
                keywords={[FOUND]}
                onSelect={() => go(`/search?q=${encodeURIComponent(words)}&stay=1`)}
              >
                <span className="min-w-0 flex-1 truncate">
                  Everything for “<UserText>{words}</UserText>”
                </span>
              </Item>
            </Command.Group>
          )}
        </Command.List>
        {state === "failed" ? <p className="border-t border-line px-4 py-2 text-red">{STATES.failed}</p> : null}
      </Command>
    </dialog>
  );
}

const STATES = {
  idle: "",
  searching: "Searching",
  found: "",
  failed: "The search could not be asked: there is no connection to the server.",
};

const GROUP =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint";

function Item(props: { value: string; keywords?: string[]; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      {...props}
      className="flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1 data-[selected=true]:bg-selected pointer-coarse:min-h-10"
    />
  );
}

function HitLine({ hit: { title, detail } }: { hit: Hit }) {
  return (
    <span className="grid min-w-0 flex-1">
      <span className="truncate">
        <UserText>{title}</UserText>
      </span>
      <span className="truncate text-xs text-muted">
        <UserText>{detail}</UserText>
      </span>
    </span>
  );
}

function Keys({ keys }: { keys: string | null }) {
  if (keys === null) return null;
  return (
    <span className="flex gap-1">
      {keys.split(" ").map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
