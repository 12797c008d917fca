/**
 * What a reader with fewer rights gets of a field: the value, null, or what a function makes of it. A field without a rule does not
 * compile, and is not sent.
 */
type Rule<V> = "shown" | "hidden" | ((value: V) => unknown);
export type Rules<T> = { readonly [K in keyof T]-?: Rule<T[K]> };

/** The type that both kinds of reader get: nullable wherever a rule may hide the value. */
export type Redacted<T, R extends Rules<T>> = {
  [K in keyof T]: R[K] extends "shown" ? T[K] : R[K] extends (value: never) => infer Shown ? T[K] | Shown : T[K] | null;
};

/** A new object of the fields that `rules` lists, and of no others. */
export function redact<T extends object, const R extends Rules<T>>(value: T, rules: R): Redacted<T, R> {
  const names = Object.keys(rules) as (keyof T)[];
  // The compiler does not relate the rule of a name to the value of that name.
  const fields = names.map((name) => [name, after(rules[name] as Rule<unknown>, value[name])]);
  return Object.fromEntries(fields);
}

function after(rule: Rule<unknown>, value: unknown): unknown {
  if (rule === "shown") return value;
  return rule === "hidden" ? null : rule(value);
}
