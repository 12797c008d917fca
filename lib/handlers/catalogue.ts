/** Every handler and the event types it is run on. */
export const catalogue = {
  "update-case": [
    "kyb.case.created",
    "kyb.case.in_progress",
    "kyb.case.in_review",
    "kyb.case.completed",
    "kyb.case.rejected",
  ],
  "enable-account": ["kyb.case.completed"],
  "notify-customer": ["kyb.case.rejected"],
} as const satisfies Record<string, readonly string[]>;

export type HandlerName = keyof typeof catalogue;

const NAMES = Object.keys(catalogue) as HandlerName[];

/** The handlers to run on an event of this type, in the order they are listed; none for a type nobody handles. */
export function handlersFor(type: string): HandlerName[] {
  return NAMES.filter((name) => (catalogue[name] as readonly string[]).includes(type));
}
