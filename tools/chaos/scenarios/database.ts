import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { CONNECTIONS } from "#tools/chaos/environment/cluster";
import { freezeDatabase, moveDatabase, terminateBackends } from "#tools/chaos/environment/database-faults";
import type { Environment } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";

/** The fault comes so long after the start of the sending. */
const BEFORE_MS = 400;
const FULL_MS = 4000;
const TERMINATIONS = 5;

/** Faults of PostgreSQL. */
export const database: Scenario[] = [
  {
    name: "database-frozen",
    about: "PostgreSQL stands still for 8 s (SIGSTOP)",
    run: (environment) => meanwhile(environment, freezeDatabase),
  },
  {
    name: "database-restarted",
    about: "PostgreSQL is stopped in an orderly way and started again",
    run: (environment) => meanwhile(environment, restart),
  },
  {
    name: "database-moved",
    about: "PostgreSQL comes back on another port, behind the address the processes know",
    run: (environment) => meanwhile(environment, moveDatabase),
  },
  {
    name: "database-full",
    about: "every connection PostgreSQL allows is taken by others for 4 s",
    run: (environment) => meanwhile(environment, takeConnections),
  },
  {
    name: "backends-terminated",
    about: "all our connections are ended on the server's side, five times",
    run: (environment) => meanwhile(environment, terminateOften),
  },
];

async function meanwhile(
  environment: Environment,
  breakIt: (environment: Environment) => Promise<void>,
): Promise<void> {
  const sending = environment.send();
  await setTimeout(BEFORE_MS);
  environment.traffic.fault();
  await breakIt(environment);
  await sending;
}

/** SIGINT is PostgreSQL's fast shutdown: it ends connections and transactions, and writes its checkpoint. */
async function restart(environment: Environment): Promise<void> {
  environment.cluster.signal("SIGINT");
  await environment.restartDatabase();
}

async function takeConnections(environment: Environment): Promise<void> {
  const others: postgres.Sql[] = [];
  const takeAll = async () => {
    for (let n = 0; n < CONNECTIONS; n++) {
      const other = connect(`${environment.cluster.urls().url}?application_name=chaos`, { connect_timeout: 5 });
      others.push(other);
      // No connection is left.
      if (!(await other`select 1`.then(Boolean, () => false))) return;
    }
  };
  await takeAll();
  await others[0]?.unsafe(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'casewire%'",
  );
  await takeAll();
  environment.traffic.fault();
  await setTimeout(FULL_MS);
  await Promise.all(others.map((other) => other.end({ timeout: 1 })));
}

async function terminateOften(environment: Environment): Promise<void> {
  for (let n = 0; n < TERMINATIONS; n++) {
    await terminateBackends(environment);
    await setTimeout(BEFORE_MS);
  }
}
