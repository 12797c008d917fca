/** The event types that VOVE ID's KYB product sends. `kyb.case.created` of its older catalogue is no longer sent. */
export const EXPECTED_TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];
