import type { Interception } from "#tools/chaos/environment/database-proxy";
import type { Stage } from "#tools/chaos/environment/environment";
import type { Scenario } from "#tools/chaos/environment/scenario";

/** The intake's one statement is its transaction: PostgreSQL says that it is complete once it is committed. */
const INTAKE = { statement: /insert into events/ };

/** The door at its commit: the way to the database is cut, or the process is killed. */
export const atTheDoor: Scenario[] = [
  {
    name: "door-cut-before-commit",
    about: "the connection is cut before the intake's statement reaches PostgreSQL",
    play: (stage) => meet(stage, { ...INTAKE, moment: "before" }),
  },
  {
    name: "door-cut-after-commit",
    about: "the connection is cut once the intake's statement is committed, before the process hears of it",
    play: (stage) => meet(stage, { ...INTAKE, moment: "after" }),
  },
  {
    name: "door-killed-before-commit",
    about: "the door is killed before its statement reaches PostgreSQL",
    play: (stage) => meetKilled(stage, { ...INTAKE, moment: "before" }),
  },
  {
    name: "door-killed-after-commit",
    about: "the door is killed once its statement is committed, before it answers the sender",
    play: (stage) => meetKilled(stage, { ...INTAKE, moment: "after" }),
  },
];

async function meet(stage: Stage, at: Interception): Promise<void> {
  const met = stage.doors[0]?.proxy.intercept({ ...at, act: async () => stage.traffic.fault() });
  await Promise.all([met, stage.send()]);
}

async function meetKilled(stage: Stage, at: Interception): Promise<void> {
  const [door] = stage.doors;
  const act = async () => {
    stage.traffic.fault();
    await door?.kill();
  };
  const met = door?.proxy.intercept({ ...at, act });
  await Promise.all([met?.then(() => door?.start()), stage.send()]);
}
