"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { addSecret } from "#lib/sources/add-secret";
import { addSource } from "#lib/sources/add-source";
import { retireSecret } from "#lib/sources/retire-secret";
import { testSource } from "#lib/sources/test-source";

export const addSourceAction = verbAction(addSource, ({ slug }) => `Source ${slug} is open.`);

export const addSecretAction = verbAction(
  addSecret,
  ({ hint }) => `The secret ending in ${hint} may sign from now on.`,
);

export const retireSecretAction = verbAction(retireSecret, (_, { overlapHours }) =>
  overlapHours === 0 ? "The secret verifies nothing any more." : `The secret verifies for ${overlapHours} h more.`,
);

export const testSourceAction = verbAction(testSource);
