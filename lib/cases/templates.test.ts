import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { reasonTemplates } from "#db/desk-schema";
import { database } from "#db/pool";
import { personOf } from "#lib/access/testing/people";
import { describeVerb } from "#lib/verbs/testing/describe-verb";
import { addTemplate, MAX_TEMPLATES } from "./add-template.ts";
import { listTemplates } from "./list-templates.ts";
import { removeTemplate } from "./remove-template.ts";

async function stored(): Promise<number> {
  const [row] = await database().insert(reasonTemplates).values({ text: randomUUID(), createdBy: "Ada" }).returning();
  return row?.id ?? 0;
}

describeVerb(addTemplate, {
  works: () => [{ text: randomUUID() }],
  refuses: {
    "wrong-state": {
      "refuses a reason that is there": async (ada) => {
        const text = randomUUID();
        await addTemplate(ada, { text });
        return [{ text }];
      },
      "refuses one too many": async () => {
        for (let n = 0; n < MAX_TEMPLATES; n++) await stored();
        return [{ text: randomUUID() }];
      },
    },
  },
});

describeVerb(removeTemplate, {
  works: async () => [{ templateId: await stored() }],
  refuses: { "not-found": () => [{ templateId: 999_999 }] },
});

it("offers the reasons by their letters, and never more than there may be, however many come at once", async () => {
  const ada = await personOf("analyst");
  await database().delete(reasonTemplates);
  const texts = Array.from({ length: MAX_TEMPLATES + 5 }, (_, n) => `Reason ${String(n).padStart(2, "0")}`);
  await Promise.allSettled(texts.toReversed().map((text) => addTemplate(ada, { text })));
  const offered = (await listTemplates(ada)).map(({ text }) => text);
  expect(offered).toHaveLength(MAX_TEMPLATES);
  expect(offered).toEqual(offered.toSorted());
});
