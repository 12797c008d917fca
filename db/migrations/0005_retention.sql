CREATE TYPE "public"."removal_kind" AS ENUM('rejections', 'receipts', 'cases', 'unrecognised');--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "legal_holds_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"held_by" text NOT NULL,
	"held_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"released_by" text,
	"released_at" timestamp (3) with time zone,
	"release_reason" text
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "removals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" "removal_kind" NOT NULL,
	"setting" text NOT NULL,
	"days" integer NOT NULL,
	"count" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "retention_walks" (
	"kind" "removal_kind" PRIMARY KEY NOT NULL,
	"place" bigint NOT NULL,
	"reached" timestamp (3) with time zone,
	"begun_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "legal_holds_open" ON "legal_holds" USING btree ("case_id") WHERE released_at is null;--> statement-breakpoint
CREATE INDEX "legal_holds_case" ON "legal_holds" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "legal_holds_released" ON "legal_holds" USING btree ("released_at");--> statement-breakpoint
CREATE INDEX "removals_kind" ON "removals" USING btree ("kind","id");--> statement-breakpoint
CREATE UNIQUE INDEX "removals_open" ON "removals" USING btree ("kind") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "cases_held" ON "cases" USING btree ("status_since","id") WHERE held;--> statement-breakpoint
CREATE INDEX "cases_ended" ON "cases" USING btree ("news_at","id") WHERE status in ('COMPLETED', 'REJECTED') and removed_at is null;