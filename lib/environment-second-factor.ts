import { z } from "zod";

const EVERY_ROLE = ["viewer", "analyst", "engineer", "admin"] as const;

/** `none`, `all`, or the names of roles. */
export const secondFactorRoles = z
  .string()
  .transform((text) =>
    text.trim() === "all" ? EVERY_ROLE : text.split(/[\s,]+/).filter((name) => name && name !== "none"),
  )
  .pipe(z.array(z.enum(EVERY_ROLE, `must be none, all, or some of ${EVERY_ROLE.join(", ")}, separated by commas`)));
