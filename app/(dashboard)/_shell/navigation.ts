import {
  Activity,
  Archive,
  Cable,
  ChartNoAxesColumn,
  CircleHelp,
  FileDown,
  History,
  KeyRound,
  LayoutDashboard,
  Mail,
  OctagonX,
  ScrollText,
  Send,
  ShieldX,
  Sun,
  Users,
  Zap,
} from "lucide-react";
import { WORDS } from "../_words.ts";

/** The pages of the sidebar, each with the permission it needs. */
export const MAIN_PAGES = [
  { href: "/my-day", label: "My day", icon: Sun, permission: "case:flag", keys: "g m" },
  { href: "/cases", label: "Cases", icon: LayoutDashboard, permission: "case:read", keys: "g c" },
  { href: "/changes", label: "Changes", icon: History, permission: "case:read", keys: "g h" },
  { href: "/overview", label: "Overview", icon: ChartNoAxesColumn, permission: "overview:read", keys: "g o" },
  { href: "/failures", label: "Failures", icon: OctagonX, permission: "failure:read", keys: "g f" },
  { href: "/events", label: "Events", icon: Zap, permission: "event:read", keys: "g e" },
  { href: "/destinations", label: "Destinations", icon: Send, permission: "destination:read", keys: "g d" },
  { href: "/provider", label: "Provider", icon: Activity, permission: "provider:read", keys: "g p" },
  { href: "/rejected", label: WORDS.rejections, icon: ShieldX, permission: "rejection-outline:read", keys: "g r" },
  { href: "/exports", label: "Exports", icon: FileDown, permission: "export:read", keys: "g x" },
  { href: "/audit", label: "Audit", icon: ScrollText, permission: "audit:read", keys: "g a" },
  { href: "/team", label: "Team", icon: Users, permission: "user:read", keys: "g t" },
  { href: "/help", label: "Help", icon: CircleHelp, permission: "case:read", keys: "g i" },
] as const;

export const SETTINGS = [
  { href: "/settings/sources", label: "Sources", icon: Cable, permission: "source:read" },
  { href: "/settings/tokens", label: "API tokens", icon: KeyRound, permission: "token:read" },
  { href: "/settings/mail", label: "Mail", icon: Mail, permission: "smtp:test" },
  { href: "/settings/retention", label: "Retention", icon: Archive, permission: "retention:read" },
] as const;

/** Pages that are reached beside the navigation. */
export const OWN_PAGES = [
  { href: "/search", label: "Search" },
  { href: "/preferences", label: "Preferences" },
  { href: "/account", label: "Your account" },
] as const;
