import { sendWebhook } from "#bin/simulate/send-webhook";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { compareLives } from "#tools/chaos/lifecycles/compare-lifecycles";
import { SOURCES, tellLives } from "#tools/chaos/lifecycles/generate-lifecycles";
import { sendLives } from "#tools/chaos/lifecycles/send-lifecycles";

/** Every order and repetition of a case's life. */
export const lives: Scenario = {
  name: "lives",
  about:
    "--lives cases' lives in any order, with anything missing, twice, contradicting or unknown, under shared refIds",
  workers: 2,
  async run(environment) {
    if ((await environment.run("tools/chaos/lifecycles/second-source.ts")) !== 0) {
      throw new Error("The second source was not given its secret.");
    }
    const told = tellLives(environment.settings.lives, environment.settings.seed);
    environment.traffic.fault();
    const endpoints = new Map(
      SOURCES.map((source) => [
        source,
        new URL(`http://127.0.0.1:${environment.endpoints[0]?.port}/api/webhooks/${source}`),
      ]),
    );
    const deliver = async (source: string, messageId: string, body: string) => {
      const { status, text } = await sendWebhook(endpoints.get(source) as URL, environment.secret, { messageId, body });
      if (status === null || status === 503) return;
      return /"verdict":"(\w+)"/.exec(text)?.[1] ?? text;
    };
    const sending = environment.send();
    const odd = await sendLives(told, deliver);
    await sending;
    await environment.settled();
    const wrong = await environment.inDatabase((database) => compareLives(database, told));
    const deliveries = told.reduce((sum, life) => sum + life.deliveries.length, 0);
    environment.notes.push(
      `${told.length} lives in ${deliveries} deliveries: ${wrong.length} differences from the truth`,
    );
    environment.wrong.push(...odd, ...wrong);
  },
};
