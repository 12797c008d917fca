import { expect, it } from "vitest";
import { firstPageOf } from "./first-page.ts";

it("is the page a person chose", () => expect(firstPageOf({ role: "engineer" }, "/events")).toBe("/events"));
it("is none that the role may not open", () => expect(firstPageOf({ role: "viewer" }, "/events")).toBe("/cases"));
it("is none that is not in the sidebar", () => expect(firstPageOf({ role: "admin" }, "/nowhere")).toBe("/cases"));
it("is the board for who chose none", () => expect(firstPageOf({ role: "viewer" }, null)).toBe("/cases"));
it("is My day for analysts", () => expect(firstPageOf({ role: "analyst" }, null)).toBe("/my-day"));
