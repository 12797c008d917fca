import { Select } from "#components/ui/select";
import { ROLES, type Role } from "#lib/permissions";

/** What each role is for, in a line. */
const SAYS: Record<Role, string> = {
  viewer: "sees cases",
  analyst: "flags, assigns, notes, follows up",
  engineer: "also events, bodies, re-runs",
  admin: "also replays, settings, team",
};

/** A select of roles that says what each may do. Within a Field it needs no name. */
export function RoleSelect(props: { defaultValue?: Role; "aria-label"?: string; name?: string; className?: string }) {
  return (
    <Select {...props}>
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {role}: {SAYS[role]}
        </option>
      ))}
    </Select>
  );
}
