/** `npm run build`: builds the pages, if they are not built yet. `npm start` and `npm run web` do it too. */
import { ensureBuild } from "#bin/build/ensure-build";
import { exitWithError, rejectOptions } from "#bin/process/command-line";

rejectOptions("npm run build   builds the pages, if they are not built yet");
await ensureBuild().catch(exitWithError);
