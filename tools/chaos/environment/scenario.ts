import type { Cluster } from "./cluster.ts";
import type { Stage } from "./environment.ts";

/** One way in which things break, and what it is played on. */
export type Scenario = {
  name: string;
  /** What breaks, in one line. */
  about: string;
  /** How many of each process; one unless given. Every message goes to every door. */
  doors?: number;
  workers?: number;
  /** Options of Node for the worker of that number. */
  workerNode?: (worker: number) => string[];
  /** How many businesses are onboarded; 10 unless given. */
  cases?: number;
  /** Opens pages, whichever door the others are played at. */
  pages?: true;
  /** Begins without tables and without processes: it makes them itself. */
  empty?: true;
  /** Why it cannot be played on this machine, if it cannot. */
  obstacle?: () => Promise<string | undefined>;
  /** Starts a PostgreSQL for this scenario alone. */
  cluster?: () => Promise<Cluster>;
  /** Sends the plan, and breaks what it is about. What was sent is compared afterwards. */
  play: (stage: Stage) => Promise<void>;
};
