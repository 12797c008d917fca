import type { DatabaseUrls } from "#db/connection-url";
import { startEmbedded } from "#db/embedded";
import { clusterFolder } from "#db/embedded/cluster-folder";
import { runningPostmaster } from "#db/embedded/postmaster";
import { startTemplateServer } from "#db/testing/template";

/** A PostgreSQL that scenarios may break. */
export type Cluster = {
  /** Of the first database, for the application's role and for the owner's. */
  urls: () => DatabaseUrls;
  /** Stops it for good, whatever its state. */
  stop: () => Promise<void>;
  signal: (signal: NodeJS.Signals) => void;
  /** Restarts it after it ended, on the same port if that is free. */
  restart: () => Promise<void>;
  /** Resolves when the server process has ended. */
  ended: () => Promise<void>;
};

/** Few enough for a scenario to exhaust them. */
export const CONNECTIONS = 60;

/** Starts a cluster with fsync on, unlike that of the test suite. */
export async function startCluster(connections = CONNECTIONS): Promise<Cluster> {
  const settings = { max_connections: String(connections) };
  const started = await startTemplateServer(settings);
  let urls: DatabaseUrls = started;
  const postmaster = () => runningPostmaster(clusterFolder(started.folder).data);
  const signal = (name: NodeJS.Signals) => {
    const running = postmaster();
    if (running) process.kill(running.pid, name);
  };
  let starting: Promise<unknown> = Promise.resolve();
  let stopped = false;
  return {
    urls: () => urls,
    stop: async () => {
      stopped = true;
      // A start that finishes later would outlive this process.
      await starting.catch(() => {});
      // A stopped process handles no other signal.
      signal("SIGCONT");
      await started.stop();
    },
    signal,
    restart: async () => {
      if (stopped) throw new Error("PostgreSQL was stopped for good.");
      const again = startEmbedded(started.folder, { settings });
      starting = again;
      urls = await again;
    },
    ended: async () => {
      while (postmaster()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
