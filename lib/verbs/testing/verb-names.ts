/** The past of an act, where it is not made with -ed. */
const IRREGULAR: Record<string, string> = {
  flag: "flagged",
  verify: "verified",
  hold: "held",
  put: "put",
  rerun: "rerun",
  cancel: "cancelled",
  enrol: "enrolled",
  reset: "reset",
  resend: "resent",
  take: "taken",
};

/**
 * One word an act: permission `case:flag` = file `flag-case.ts` = verb `flagCase` = audit action `case.flagged`. An act of several
 * words names its object itself: `user:change-role` = `change-role.ts` = `changeRole` = `user.role-changed`.
 */
export function namesOf(permission: string): { file: string; verb: string; audit: string } {
  const [noun = "", act = ""] = permission.split(":");
  const [first = "", ...objects] = act.split("-");
  const file = objects.length > 0 ? act : `${act}-${noun}`;
  const past = IRREGULAR[first] ?? (first.endsWith("e") ? `${first}d` : `${first}ed`);
  return {
    file,
    verb: file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    audit: `${noun}.${[...objects, past].join("-")}`,
  };
}
