import { setTimeout } from "node:timers/promises";
import type postgres from "postgres";
import { connect } from "#db/connect";
import { CONNECTIONS } from "#tools/chaos/environment/cluster";
import { freezeDatabase, moveDatabase, terminateBackends } from "#tools/chaos/environment/database-faults";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";

/** So long into the sending it happens. */
const BEFORE_MS = 400;
const FULL_MS = 4000;
const TERMINATIONS = 5;

/** PostgreSQL in trouble. */
export const database: Scenario[] = [
  {
    name: "database-frozen",
    about: "PostgreSQL stands still for 8 s (SIGSTOP)",
    play: (stage) => meanwhile(stage, freezeDatabase),
  },
  {
    name: "database-restarted",
    about: "PostgreSQL is stopped in an orderly way and started again",
    play: (stage) => meanwhile(stage, restart),
  },
  {
    name: "database-moved",
    about: "PostgreSQL comes back on another port, behind the address the processes know",
    play: (stage) => meanwhile(stage, moveDatabase),
  },
  {
    name: "database-full",
    about: "every connection PostgreSQL allows is taken by others for 4 s",
    play: (stage) => meanwhile(stage, takeConnections),
  },
  {
    name: "backends-terminated",
    about: "all our connections are ended on the server's side, five times",
    play: (stage) => meanwhile(stage, terminateOften),
  },
];

async function meanwhile(stage: Stage, breakIt: (stage: Stage) => Promise<void>): Promise<void> {
  const sending = stage.send();
  await setTimeout(BEFORE_MS);
  stage.traffic.fault();
  await breakIt(stage);
  await sending;
}

/** SIGINT is PostgreSQL's fast shutdown: it ends connections and transactions, and writes its checkpoint. */
async function restart(stage: Stage): Promise<void> {
  stage.cluster.signal("SIGINT");
  await stage.restartDatabase();
}

async function takeConnections(stage: Stage): Promise<void> {
  const others: postgres.Sql[] = [];
  const takeAll = async () => {
    for (let n = 0; n < CONNECTIONS; n++) {
      const other = connect(`${stage.cluster.urls().url}?application_name=chaos`, { connect_timeout: 5 });
      others.push(other);
      // Refused: there are none left.
      if (!(await other`select 1`.then(Boolean, () => false))) return;
    }
  };
  await takeAll();
  await others[0]?.unsafe(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'casewire%'",
  );
  await takeAll();
  stage.traffic.fault();
  await setTimeout(FULL_MS);
  await Promise.all(others.map((other) => other.end({ timeout: 1 })));
}

async function terminateOften(stage: Stage): Promise<void> {
  for (let n = 0; n < TERMINATIONS; n++) {
    await terminateBackends(stage);
    await setTimeout(BEFORE_MS);
  }
}
