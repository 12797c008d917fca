import { globSync, readFileSync } from "node:fs";
import { rolesThatMay, STEP_UP, STEP_UP_MINUTES } from "#lib/permissions";
import type { FoundVerb } from "./all-verbs.ts";

/** docs/acts.md, made of the definitions of the verbs. */
export function actsPage(verbs: readonly FoundVerb[]): string {
  const routes = apiRoutes();
  const rows = [...verbs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path, verb: { permission, audit, refuses } }) => {
      const cells = [
        `\`${name}\``,
        `\`${permission}\``,
        rolesThatMay(permission).join(", "),
        STEP_UP.has(permission) ? "yes" : "",
        `\`${audit}\``,
        refuses.join(", "),
        routes.get(name) ?? "",
        `\`${path}\``,
      ];
      return `| ${cells.join(" | ")} |`;
    });
  return `# Acts

Every act of a person or an API token: what it asks for, what it leaves in the [audit log](audit.md), and why it may refuse. This page is made of the definitions of the verbs
(\`lib/verbs/define-verb.ts\`): \`npm run test:unit -- lib/verbs.test.ts --update\`.

**Proof**: a person must have proved within the last ${STEP_UP_MINUTES} minutes who they are, or is refused with \`not-fresh\`. API tokens are exempt. Whoever lacks the permission is refused with
\`not-allowed\`. **API**: the route of the [JSON API](api.md), where there is one; every other act is a form of a page.

| verb | permission | roles | proof | audit action | refuses | API | file |
|---|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** The route of each verb that has one: it calls the verb. */
function apiRoutes(): Map<string, string> {
  const routes = globSync("app/api/v1/**/route.ts").flatMap((file) => {
    const path = file.replace(/^app|\/route\.ts$/g, "").replaceAll(/\[(\w+)\]/g, "{$1}");
    const handlers = readFileSync(file, "utf8")
      .split(/^export const (?=\w+ = api\()/m)
      .slice(1);
    return handlers.flatMap((text) => {
      const method = /^\w+/.exec(text)?.[0] ?? "";
      return [...text.matchAll(/\b(\w+)\(actor, /g)].map(([, verb = ""]) => [verb, `\`${method} ${path}\``] as const);
    });
  });
  return new Map(routes);
}
