/**
 * The event types each handler is run on, in the order in which their runs are queued. The ingest endpoint queues runs by this list and
 * loads no handler.
 */
export const EVENT_TYPES = {
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

export type HandlerName = keyof typeof EVENT_TYPES;

/** The names of the handlers that are run on an event of this type. */
export function handlersFor(type: string): string[] {
  return Object.entries<readonly string[]>(EVENT_TYPES)
    .filter(([, types]) => types.includes(type))
    .map(([name]) => name);
}
