/** How all scenarios are played. */
export type Settings = {
  /** `web` is the web process with its pages; `bare` the ingest process, which needs no build. */
  door: "web" | "bare";
  seed: number;
  /** How often `kill` kills. */
  rounds: number;
  /** How many lives `lives` tells, beside the short ones. */
  lives: number;
  /** How many `fuzz` sends. */
  requests: number;
  /** How long `soak` lasts. */
  minutes: number;
};
