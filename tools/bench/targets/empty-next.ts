/** Serves the built Next app in the given folder by a custom server, as Next documents it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";

const app = next({ dev: false, dir: process.argv[2] ?? "", quiet: true });
await app.prepare();
const server = createServer(app.getRequestHandler());
server.listen(0, () => process.send?.({ serving: (server.address() as AddressInfo).port }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
