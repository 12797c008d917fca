import { listen, onState } from "./listen.ts";

/** Whether the LISTEN connection stands, or does within `ms`. Holds it meanwhile. */
export async function whenLive(ms: number): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>();
  const leave = listen([], () => {});
  const forget = onState((state) => state === "live" && answer.resolve(true));
  const timer = setTimeout(() => answer.resolve(false), ms);
  const live = await answer.promise;
  clearTimeout(timer);
  forget();
  leave();
  return live;
}
