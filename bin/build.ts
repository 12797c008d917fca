/** `npm run build`: builds the pages, if they are not built yet. `npm start` and `npm run web` do so by themselves. */
import { ensureBuild } from "#bin/build/ensure-build";
import { takeOptions } from "#bin/process/command-line";
import { fail } from "#bin/process/fail";

takeOptions("npm run build   builds the pages, if they are not built yet; it takes no options", {});
await ensureBuild().catch(fail);
