import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";

/** The intake's only statement is its own transaction: its command tag means that it is committed. */
const INTAKE = { statement: /insert into events/ };

/** Faults at the commit of the intake: the database connection is cut, or the process is killed. */
export const endpointFaults: Scenario[] = [
  {
    name: "door-cut-before-commit",
    about: "the connection is cut before the intake's statement reaches PostgreSQL",
    run: (environment) => meet(environment, { ...INTAKE, moment: "before" }),
  },
  {
    name: "door-cut-after-commit",
    about: "the connection is cut once the intake's statement is committed, before the process hears of it",
    run: (environment) => meet(environment, { ...INTAKE, moment: "after" }),
  },
  {
    name: "door-killed-before-commit",
    about: "the endpoint is killed before its statement reaches PostgreSQL",
    run: (environment) => meetKilled(environment, { ...INTAKE, moment: "before" }),
  },
  {
    name: "door-killed-after-commit",
    about: "the endpoint is killed once its statement is committed, before it answers the sender",
    run: (environment) => meetKilled(environment, { ...INTAKE, moment: "after" }),
  },
];

async function meet(environment: Environment, at: Interception): Promise<void> {
  const met = environment.endpoints[0]?.proxy.intercept({ ...at, act: async () => environment.traffic.fault() });
  await Promise.all([met, environment.send()]);
}

async function meetKilled(environment: Environment, at: Interception): Promise<void> {
  const [endpoint] = environment.endpoints;
  const act = async () => {
    environment.traffic.fault();
    await endpoint?.kill();
  };
  const met = endpoint?.proxy.intercept({ ...at, act });
  await Promise.all([met?.then(() => endpoint?.start()), environment.send()]);
}
