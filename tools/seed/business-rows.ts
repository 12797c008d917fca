import { type Random, seeded } from "#bin/simulate/random";
import { businesses } from "#db/schema";
import type { Life } from "./generate-messages.ts";
import type { Desk } from "./seed-context.ts";

/** What is known of a business; `enabledAt` is set when its first case is completed. */
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

/** Most businesses were imported with a name, most of those with an address. The same for the same case. */
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

/** Its row, unless nothing is known of it. */
export function addBusiness(desk: Desk, refId: string, { arrivals }: Life, business: Business): void {
  const { name, contactEmail, enabledAt } = business;
  if (name === null && enabledAt === null) return;
  const createdAt = new Date(arrivals[0]?.receivedAt ?? 0);
  desk.rows.add(businesses, {
    source: desk.source,
    refId,
    name,
    contactEmail,
    accountStatus: enabledAt ? "enabled" : "disabled",
    enabledAt,
    createdAt,
    updatedAt: enabledAt ?? createdAt,
  });
}
