/** Preloaded into a worker: counts the statements it sends, BEGIN and COMMIT among them, and leaves the number in STATEMENTS_FILE. */
import { subscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import { QUERIES } from "#db/pool";

let statements = 0;
subscribe(QUERIES, () => {
  statements++;
});
process.on("exit", () => writeFileSync(process.env.STATEMENTS_FILE ?? "", String(statements)));
