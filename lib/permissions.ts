/** Who may do what. A verb's file, function, permission and audit action have the same name. */
export const ROLES = ["viewer", "analyst", "engineer", "admin"] as const;
export type Role = (typeof ROLES)[number];

const VIEWER = [
  "case:read",
  "overview:read",
  "password:change",
  "preferences:change",
  "totp:enrol",
  "totp:remove",
  "passkey:add",
  "passkey:remove",
  "recovery-codes:regenerate",
  "session:end",
  "session:end-others",
  "warning:dismiss",
  "view:save",
  "view:delete",
] as const;

const ANALYST = [
  "business:read",
  "case:flag",
  "case:assign",
  "case:note",
  "case:hold",
  "case:settle",
  "case:take",
  "follow-up:change",
  "case:export",
  "follow-up:confirm",
  "follow-up:resolve",
  "view:share",
  "template:add",
  "template:remove",
  "letter:waive",
  "message:read",
  "audit:read",
  "audit:verify",
  "audit:export",
  "cases:export",
  "changes:export",
  "decisions:export",
  "export:read",
  "export:cancel",
  "provider:read",
  "rejection-outline:read",
] as const;

const ENGINEER = [
  "event:read",
  "rejection:read",
  "handler:rerun",
  "effect:settle",
  "business:put",
  "retention:read",
  "destination:read",
  "delivery:read",
  "delivery:resend",
  "delivery:waive",
  "failure:read",
  "failure:rerun",
  "failure:waive",
  "replay:cancel",
] as const;

const ADMIN = [
  "case:release",
  "subject:erase",
  "replay:start",
  "source:read",
  "source:add",
  "source:test",
  "secret:add",
  "secret:retire",
  "token:read",
  "token:issue",
  "token:revoke",
  "user:read",
  "user:invite",
  "user:change-role",
  "user:deactivate",
  "user:reset-second-factor",
  "invite:revoke",
  "session:revoke",
  "smtp:test",
  "mail:configure",
  "retention:configure",
  "destination:add",
  "destination:change",
  "destination:delete",
  "destination:enable",
  "destination:disable",
  "destination:rotate",
  "destination:test",
  "destination:recover",
] as const;

export type Permission =
  | (typeof VIEWER)[number]
  | (typeof ANALYST)[number]
  | (typeof ENGINEER)[number]
  | (typeof ADMIN)[number];

const GRANTS: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set<Permission>([...VIEWER]),
  analyst: new Set<Permission>([...VIEWER, ...ANALYST]),
  engineer: new Set<Permission>([...VIEWER, ...ANALYST, ...ENGINEER]),
  admin: new Set<Permission>([...VIEWER, ...ANALYST, ...ENGINEER, ...ADMIN]),
};

/** Whether `role` grants `permission`. For showing or hiding a control; a verb calls `authorize`. */
export function may(role: Role, permission: Permission): boolean {
  return GRANTS[role].has(permission);
}

/** The roles that grant `permission`, the one with the fewest rights first. */
export function rolesThatMay(permission: Permission): Role[] {
  return ROLES.filter((role) => may(role, permission));
}

/** Whether role `held` grants all that `asked` grants: no token may do more than its owner. */
export function covers(held: Role, asked: Role): boolean {
  return [...GRANTS[asked]].every((permission) => may(held, permission));
}

/**
 * Acts that demand a recent proof of identity: whoever finds an unlocked browser must not grant access, export evidence, send data
 * elsewhere or act on many cases at once. API tokens are exempt, since nobody is there to prove anything.
 */
export const STEP_UP: ReadonlySet<Permission> = new Set<Permission>([
  "totp:enrol",
  "totp:remove",
  "passkey:add",
  "passkey:remove",
  "recovery-codes:regenerate",
  "case:export",
  "subject:erase",
  "replay:start",
  "secret:add",
  "secret:retire",
  "mail:configure",
  "retention:configure",
  "token:issue",
  "token:revoke",
  "user:invite",
  "user:change-role",
  "user:deactivate",
  "user:reset-second-factor",
  "audit:export",
  "cases:export",
  "changes:export",
  "decisions:export",
  "destination:add",
  "destination:change",
  "destination:delete",
  "destination:enable",
  "destination:rotate",
  "destination:recover",
]);

/** How long a proof is recent. A sign-in is a proof. */
export const STEP_UP_MINUTES = 10;
