import { sendWebhook } from "#bin/simulate/send-webhook";
import type { Scenario } from "#tools/chaos/environment/scenario";
import { compareLifecycles } from "#tools/chaos/lifecycles/compare-lifecycles";
import { generateLifecycles, SOURCES } from "#tools/chaos/lifecycles/generate-lifecycles";
import { sendLifecycles } from "#tools/chaos/lifecycles/send-lifecycles";

/** Every order and repetition of a case's events. */
export const lives: Scenario = {
  name: "lives",
  about:
    "--lives cases' lives in any order, with anything missing, twice, contradicting or unknown, under shared refIds",
  workers: 2,
  async run(environment) {
    if ((await environment.run("tools/chaos/lifecycles/second-source.ts")) !== 0) {
      throw new Error("The second source was not given its secret.");
    }
    const lifecycles = generateLifecycles(environment.settings.lives, environment.settings.seed);
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
    const unexpected = await sendLifecycles(lifecycles, deliver);
    await sending;
    await environment.settled();
    const wrong = await environment.inDatabase((database) => compareLifecycles(database, lifecycles));
    const deliveries = lifecycles.reduce((sum, lifecycle) => sum + lifecycle.deliveries.length, 0);
    environment.notes.push(
      `${lifecycles.length} lives in ${deliveries} deliveries: ${wrong.length} differences from the expected states`,
    );
    environment.wrong.push(...unexpected, ...wrong);
  },
};
