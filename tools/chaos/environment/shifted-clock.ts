/** Preloaded by `node --import`: shifts the wall clock of the process by `?minutes=`. */
const offset = Number(new URL(import.meta.url).searchParams.get("minutes")) * 60_000;
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now() + offset] : given, newTarget),
  apply: (target) => new target(target.now() + offset).toString(),
  get: (target, name, receiver) => (name === "now" ? () => target.now() + offset : Reflect.get(target, name, receiver)),
});
