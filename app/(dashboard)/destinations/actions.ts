"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#lib/access/endpoints/action";
import { verbAction } from "#lib/access/endpoints/verb-action";
import { previewRecovery } from "#lib/deliveries/preview-recovery";
import { recoverDestination } from "#lib/deliveries/recover-destination";
import { resendDelivery } from "#lib/deliveries/resend-delivery";
import { recoveryInput } from "#lib/deliveries/unreceived";
import { waiveDelivery } from "#lib/deliveries/waive-delivery";
import { addDestination } from "#lib/destinations/add-destination";
import { changeDestination } from "#lib/destinations/change-destination";
import { deleteDestination } from "#lib/destinations/delete-destination";
import { destinationId } from "#lib/destinations/destination-input";
import { disableDestination } from "#lib/destinations/disable-destination";
import { enableDestination } from "#lib/destinations/enable-destination";
import { findDestination } from "#lib/destinations/read-destinations";
import { rotateDestination } from "#lib/destinations/rotate-destination";
import { testDestination } from "#lib/destinations/test-destination";
import { Refusal } from "#lib/refusal";
import { destinationForm, inputOf } from "./_form/destination-input.ts";

export const addDestinationAction = action(
  destinationForm,
  (actor, form) => addDestination(actor, { ...inputOf(form), format: form.format }),
  (_, { name }) => `${name} is told from now on.`,
);

export const changeDestinationAction = action(
  destinationForm.extend({ destinationId }),
  (actor, { destinationId, ...form }) => changeDestination(actor, { destinationId, ...inputOf(form) }),
  ({ changed }) => (changed.length === 0 ? "Nothing was changed." : "Changed."),
);

export const enableDestinationAction = verbAction(enableDestination, () => "Enabled: it is told from now on.");

export const disableDestinationAction = verbAction(disableDestination, ({ skipped }) =>
  skipped === 0
    ? "Disabled."
    : `Disabled: ${skipped} waiting ${skipped === 1 ? "delivery is" : "deliveries are"} not sent.`,
);

const overlapHours = z.coerce
  .number("Give a number of hours.")
  .pipe(rotateDestination.input.shape.overlapHours.unwrap());

export const rotateDestinationAction = action(z.object({ destinationId, overlapHours }), rotateDestination);

export const testDestinationAction = verbAction(testDestination);

export const deleteDestinationAction = action(
  z.object({ destinationId, confirm: z.string("Type its name.") }),
  async (actor, { destinationId, confirm }) => {
    const { name } = await findDestination(actor, { destinationId });
    if (confirm.trim() !== name) throw new Refusal("invalid", "It is not deleted.", { confirm: `Type ${name}.` });
    await deleteDestination(actor, { destinationId });
    redirect("/destinations");
  },
);

export const resendDeliveryAction = verbAction(resendDelivery, () => "Queued: it is sent again.");

export const waiveDeliveryAction = verbAction(waiveDelivery, () => "Waived: it is not sent.");

export const previewRecoveryAction = action(recoveryInput, previewRecovery);

export const recoverDestinationAction = verbAction(
  recoverDestination,
  ({ count }) => `${count.toLocaleString("en")} ${count === 1 ? "delivery is" : "deliveries are"} queued.`,
);
