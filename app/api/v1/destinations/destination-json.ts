import type { FoundDestination, ListedDestination } from "#lib/destinations/read-destinations";

/** A destination as the API answers it: without secrets and without the values of its headers. The names are a contract: add, never rename. */
export function destinationJson(destination: ListedDestination) {
  return {
    id: destination.id,
    name: destination.name,
    url: destination.url,
    format: destination.format,
    eventTypes: destination.eventTypes,
    source: destination.source,
    personalData: destination.personalData,
    headerNames: destination.headerNames,
    concurrency: destination.concurrency,
    ratePerSecond: destination.ratePerSecond,
    state: destination.state,
    stateBy: destination.stateBy,
    stateReason: destination.stateReason,
    stateAt: destination.stateAt,
    failingSince: destination.failingSince,
    lastSuccessAt: destination.lastSuccessAt,
    waiting: destination.waiting,
    nextRetryAt: destination.nextRetryAt,
    figures: destination.figures,
    createdBy: destination.createdBy,
    createdAt: destination.createdAt,
    updatedAt: destination.updatedAt,
  };
}

/** The same with its secrets in use, each by its last four characters and its fingerprint. */
export function foundDestinationJson(destination: FoundDestination) {
  const secrets = destination.secrets.map(({ hint, fingerprint, createdBy, createdAt, expiresAt }) => {
    return { hint, fingerprint, createdBy, createdAt, expiresAt };
  });
  return { ...destinationJson(destination), secrets };
}
