import type { SectionName } from "#lib/cases/board/read-my-day";

export const SECTION_WORDS: Record<SectionName, { title: string; meaning: string }> = {
  late: { title: "Late", meaning: "The day of the follow-up has passed." },
  today: { title: "Due today", meaning: "The follow-up is due today." },
  raised: {
    title: "Changed since you looked",
    meaning: "A message changed the case after its follow-up was last seen.",
  },
  problems: {
    title: "Not told, or contradicted",
    meaning: "The business was not told of its rejection, or a message contradicts the decision.",
  },
  week: { title: "Due within a week", meaning: "The follow-up is due in the next seven days." },
  unassigned: { title: "Nobody's", meaning: "Open, and assigned to nobody." },
};
