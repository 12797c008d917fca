import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { formBody } from "./server-action-requests.ts";

/** React's client code that calls a server action. */
const { encodeReply } = createRequire(import.meta.url)(
  "next/dist/compiled/react-server-dom-turbopack/client.browser",
) as { encodeReply: (value: unknown) => Promise<FormData> };

const BOUNDARY = "multipart/form-data; boundary=a-boundary";

it("names the fields of a form as React does when it calls a server action", async () => {
  const form = new FormData();
  form.append("refId", "acme-001");
  form.append("reason", "because");
  const sent = await encodeReply([{ status: "idle" }, form]);
  const body = new Uint8Array(
    formBody([
      ["refId", "acme-001"],
      ["reason", "because"],
    ]),
  );
  const ours = await new Response(body, { headers: { "content-type": BOUNDARY } }).formData();
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(sent));
});
