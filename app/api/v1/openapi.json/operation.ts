import type { z } from "zod";
import type { Permission } from "#lib/permissions";

/** One method of one route, by the schemas that it reads its request by. */
export type Operation = {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  /** The heading under which it is listed. */
  group: string;
  id: string;
  summary: string;
  permission: Permission;
  query?: z.ZodObject;
  body?: z.ZodObject;
  status: number;
  /** Absent: no content, or content of another type. */
  answer?: z.ZodType;
  /** The media types of an answer that is not JSON. */
  media?: readonly string[];
};
