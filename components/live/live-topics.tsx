"use client";

import { useEffect, useRef } from "react";
import { MAX_PAGE_AGE_MS, useLive } from "./live-provider.tsx";

/** When a page was left, by its topics. Going back shows it as it was then. */
const leftAt = new WeakMap<readonly string[], number>();

/** The topics whose changes reload the page, also those that changed while it was loading or not on screen. */
export function LiveTopics({ topics }: { topics: readonly string[] }) {
  const { watch } = useLive();
  const key = topics.join("\n");
  const rendered = useRef(topics);
  // Above the next effect, whose cleanup needs the previous topics and whose body the new ones.
  useEffect(() => {
    rendered.current = topics;
  }, [topics]);
  useEffect(() => {
    const asOf = leftAt.get(rendered.current) ?? performance.now() - MAX_PAGE_AGE_MS;
    const unwatch = watch(key.split("\n"), { asOf });
    return () => {
      leftAt.set(rendered.current, performance.now());
      unwatch();
    };
  }, [watch, key]);
  return null;
}
