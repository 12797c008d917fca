/** What VOVE ID's KYB product sends today; `kyb.case.created` stands in its older catalogue and is no longer sent. */
export const EXPECTED_TYPES = ["kyb.case.in_progress", "kyb.case.in_review", "kyb.case.completed", "kyb.case.rejected"];
