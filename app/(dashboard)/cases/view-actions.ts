"use server";

import { verbAction } from "#lib/access/endpoints/verb-action";
import { deleteView } from "#lib/saved-views/delete-view";
import { saveView } from "#lib/saved-views/save-view";
import { shareView } from "#lib/saved-views/share-view";

export const saveViewAction = verbAction(saveView, () => "Saved: it is in the sidebar.");
export const deleteViewAction = verbAction(deleteView, () => "Deleted.");
export const shareViewAction = verbAction(shareView, (_, { shared }) =>
  shared === "yes" ? "Shared." : "It is no longer shared.",
);
