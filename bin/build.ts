/** `npm run build`: builds the pages, if they are not built yet. `npm start` and `npm run web` do so by themselves. */
import { ensureBuild } from "#bin/build/ensure-build";
import { fail } from "#bin/process/fail";

await ensureBuild().catch(fail);
