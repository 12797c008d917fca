import { type Random, seeded } from "#bin/simulate/random";
import { businesses } from "#db/schema";
import type { GeneratedCase } from "./generate-messages.ts";
import type { SeedContext } from "./seed-context.ts";

/** `enabledAt` is set when the business's first case is completed. */
export type Business = { name: string | null; contactEmail: string | null; enabledAt: Date | null };

const PLACES = [
  "Atlas",
  "Northern",
  "Harbour",
  "Riverside",
  "Blue Nile",
  "Savanna",
  "Summit",
  "Coastal",
  "Meridian",
  "Delta",
];
const OWNERS = [
  "Okafor",
  "Benali",
  "Dubois",
  "Haddad",
  "Mensah",
  "Kone",
  "Nyambura",
  "Alaoui",
  "Diallo",
  "Santos",
  "Berg",
];
const TRADES = [
  "Trading",
  "Logistics",
  "Foods",
  "Textiles",
  "Energy",
  "Motors",
  "Pharma",
  "Studio",
  "Fisheries",
  "Mining",
];
const FORMS = ["Ltd", "SARL", "SA", "GmbH", "LLC", "& Sons"];

/** Most businesses have a name, most of those an address. The same for the same case. */
export function businessOf(n: number, seed: number): Business {
  const random = seeded(Math.imul(n + 7, 0xc2_b2_ae_35) ^ seed);
  if (random.chance(0.08)) return { name: null, contactEmail: null, enabledAt: null };
  const contactEmail = random.chance(0.85) ? `contact${n + 1}@business.example` : null;
  return { name: nameOf(random, n), contactEmail, enabledAt: null };
}

function nameOf(random: Random, n: number): string {
  const words = [random.pick(PLACES), random.pick(OWNERS), random.pick(TRADES), random.pick(FORMS)];
  return random.chance(0.3) ? `${words[1]} ${words[2]} ${n + 1}` : words.join(" ");
}

/** Adds the row, unless nothing is known of the business. */
export function addBusiness(
  context: SeedContext,
  refId: string,
  { messages }: GeneratedCase,
  business: Business,
): void {
  const { name, contactEmail, enabledAt } = business;
  if (name === null && enabledAt === null) return;
  const createdAt = new Date(messages[0]?.receivedAt ?? 0);
  context.rows.add(businesses, {
    source: context.source,
    refId,
    name,
    contactEmail,
    accountStatus: enabledAt ? "enabled" : "disabled",
    enabledAt,
    createdAt,
    updatedAt: enabledAt ?? createdAt,
  });
}
