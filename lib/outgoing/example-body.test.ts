import { describe, expect, it } from "vitest";
import { bodySchema, OUTGOING_TYPE_NAMES } from "./event-types.ts";
import { exampleBody } from "./example-body.ts";

describe.each(OUTGOING_TYPE_NAMES)("the example of %s", (type) => {
  it.each([false, true])("is what its schema says, no more and no less, with personal data: %s", (personalData) => {
    const body = exampleBody(type, { personalData });
    expect(bodySchema(type).parse(body)).toEqual(body);
    expect(JSON.stringify(body).includes("office@harbour.example")).toBe(personalData && "refId" in Object(body.data));
  });
});
