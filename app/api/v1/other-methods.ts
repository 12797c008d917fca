const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Refuse = () => Response;

/** Handlers for every method a route does not serve: 405 in the API's own form, where Next would answer with an empty one. */
export function otherThan<Served extends Method>(...served: Served[]): Record<Exclude<Method, Served>, Refuse> {
  const allow = served.join(", ");
  const refuse: Refuse = () =>
    Response.json(
      { error: { code: "method-not-allowed", message: `This address takes ${allow}.` } },
      { status: 405, headers: { allow, "cache-control": "no-store" } },
    );
  return Object.fromEntries(METHODS.map((method) => [method, refuse])) as Record<Exclude<Method, Served>, Refuse>;
}
