"use server";

import { action } from "#lib/access/endpoints/action";
import { addSecret, addSecretInput } from "#lib/sources/add-secret";
import { addSource, addSourceInput } from "#lib/sources/add-source";
import { retireSecret, retireSecretInput } from "#lib/sources/retire-secret";
import { testSource, testSourceInput } from "#lib/sources/test-source";

export const addSourceAction = action(addSourceInput, addSource, ({ slug }) => `Source ${slug} is open.`);

export const addSecretAction = action(
  addSecretInput,
  addSecret,
  ({ hint }) => `The secret ending in ${hint} may sign from now on.`,
);

export const retireSecretAction = action(retireSecretInput, retireSecret, (_, { overlapHours }) =>
  overlapHours === 0 ? "The secret verifies nothing any more." : `The secret verifies for ${overlapHours} h more.`,
);

export const testSourceAction = action(testSourceInput, testSource);
