import type { Actor } from "#lib/actor";

const user = (role: "viewer" | "analyst" | "engineer" | "admin"): Actor => ({
  kind: "user",
  id: `a-${role}`,
  label: "Ada",
  role,
});

export const viewer = user("viewer");
export const analyst = user("analyst");
export const engineer = user("engineer");
export const admin = user("admin");
