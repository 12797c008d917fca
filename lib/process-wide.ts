/**
 * State of the whole process, made by `make` at the first use of `name`. Next bundles each route by itself, so a variable of a module exists
 * once a bundle; globalThis exists once.
 */
export function processWide<State extends object>(name: string, make: () => State): State {
  const states = globalThis as typeof globalThis & Record<symbol, State | undefined>;
  const key = Symbol.for(`casewire.${name}`);
  states[key] ??= make();
  return states[key];
}
