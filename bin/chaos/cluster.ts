import { startEmbedded } from "#db/embedded";
import { clusterFolder } from "#db/embedded/cluster-folder";
import { runningPostmaster } from "#db/embedded/postmaster";
import { startTemplateServer } from "#db/testing/template";

/** A PostgreSQL that scenarios may break. */
export type Cluster = {
  url: () => string;
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
  let { url } = started;
  const postmaster = () => runningPostmaster(clusterFolder(started.folder).data);
  return {
    url: () => url,
    stop: started.stop,
    signal: (signal) => {
      const running = postmaster();
      if (running) process.kill(running.pid, signal);
    },
    restart: async () => {
      url = (await startEmbedded(started.folder, { settings })).url;
    },
    ended: async () => {
      while (postmaster()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
