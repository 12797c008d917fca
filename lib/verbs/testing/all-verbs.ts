import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import type { Actor } from "#lib/actor";
import type { OwnRefusal, Verb } from "#lib/verbs/define-verb";

/** A verb of which only the definition is known. */
export type AnyVerb = Verb<Actor, z.ZodType, unknown[], unknown, OwnRefusal>;

export type FoundVerb = { name: string; path: string; verb: AnyVerb };

/** Every verb that a module of lib exports, by the name under which it does. */
export async function allVerbs(): Promise<FoundVerb[]> {
  const paths = globSync("lib/**/*.ts")
    .filter((path) => !/\.test\.|\/testing\/|^lib\/verbs\//.test(path))
    .filter((path) => /\bdefineVerb\(/.test(readFileSync(path, "utf8")))
    .sort();
  const found: FoundVerb[] = [];
  for (const path of paths) {
    const module = (await import(resolve(path))) as Record<string, unknown>;
    for (const [name, verb] of Object.entries(module)) if (isVerb(verb)) found.push({ name, path, verb });
  }
  return found;
}

function isVerb(value: unknown): value is AnyVerb {
  return typeof value === "function" && "permission" in value && "audit" in value;
}
