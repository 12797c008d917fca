import type { Cluster } from "./cluster.ts";
import type { Environment } from "./environment.ts";

/** The options of the command line, which apply to all scenarios. */
export type Settings = {
  /** `web` is the web process with its pages; `bare` is the ingest process, which needs no build. */
  endpoint: "web" | "bare";
  seed: number;
  /** The kills of `kill`. */
  rounds: number;
  /** The generated lifecycles of `lives`, in addition to the short ones. */
  lives: number;
  /** The requests of `fuzz`. */
  requests: number;
  /** The duration of `soak`. */
  minutes: number;
};

/** One kind of failure, and the environment it needs. */
export type Scenario = {
  name: string;
  /** What breaks, in one line. */
  about: string;
  /** The number of each process; one unless given. Every message goes to every endpoint. */
  endpoints?: number;
  workers?: number;
  /** Node's options for the worker of that number. */
  workerNode?: (worker: number) => string[];
  /** The number of cases; 10 unless given. */
  cases?: number;
  /** Opens pages, whatever `--door` says. */
  pages?: true;
  /** Starts with an empty database and without processes. */
  empty?: true;
  /** Why it cannot run on this machine, if it cannot. */
  obstacle?: () => Promise<string | undefined>;
  /** Starts a PostgreSQL for this scenario only. */
  cluster?: () => Promise<Cluster>;
  /** Sends the plan and breaks something. Afterwards what is stored is compared with what was sent. */
  run: (environment: Environment) => Promise<void>;
};
