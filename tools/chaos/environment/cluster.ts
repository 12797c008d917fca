import type { DatabaseUrls } from "#db/connection-url";
import { startEmbedded } from "#db/embedded";
import { clusterFolder } from "#db/embedded/cluster-folder";
import { runningPostmaster } from "#db/embedded/postmaster";
import { startTemplateServer } from "#db/testing/template";

/** A PostgreSQL that scenarios may break. */
export type Cluster = {
  /** Of its first database, for the application's role and for the owner's. */
  urls: () => DatabaseUrls;
  /** Whatever state it is in, and for good. */
  stop: () => Promise<void>;
  signal: (signal: NodeJS.Signals) => void;
  /** Brings it back after it ended: on the same port, if that is free. */
  restart: () => Promise<void>;
  /** Resolves once its server process is gone. */
  ended: () => Promise<void>;
};

/** Few enough for a scenario to use them up. */
export const CONNECTIONS = 60;

/** Starts a cluster that keeps its promises: unlike that of the test suite, it waits for the disk. */
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
      // What is being started would outlive us.
      await starting.catch(() => {});
      // A frozen one hears nothing else.
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
