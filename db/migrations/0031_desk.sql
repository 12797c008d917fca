CREATE TYPE "public"."export_state" AS ENUM('running', 'finished', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."settled_kind" AS ENUM('gap', 'conflict');--> statement-breakpoint
CREATE TABLE "exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"selection" text NOT NULL,
	"source" text,
	"ref_id" text,
	"reason" text,
	"requested_by" text NOT NULL,
	"requested_by_id" text NOT NULL,
	"state" "export_state" DEFAULT 'running' NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"total" bigint,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"user_id" text PRIMARY KEY NOT NULL,
	"zone" text,
	"first_page" text,
	"density" text,
	"theme" text,
	"changes_seen_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reason_templates" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reason_templates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"text" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reason_templates_text_unique" UNIQUE("text")
);
--> statement-breakpoint
CREATE TABLE "saved_view_visits" (
	"view_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_view_visits_user_id_view_id_pk" PRIMARY KEY("user_id","view_id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "settlements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"episode" integer NOT NULL,
	"kind" "settled_kind" NOT NULL,
	"reason" text NOT NULL,
	"settled_by" text NOT NULL,
	"settled_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figure_progress" (
	"name" text PRIMARY KEY NOT NULL,
	"place" bigint DEFAULT 0 NOT NULL,
	"reached" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hourly_figures" (
	"hour" timestamp (3) with time zone NOT NULL,
	"figure" text NOT NULL,
	"source" text NOT NULL,
	"label" text NOT NULL,
	"n" bigint NOT NULL,
	"total" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "hourly_figures_figure_hour_source_label_pk" PRIMARY KEY("figure","hour","source","label")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text,
	"sealed" text,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "cases_gap";--> statement-breakpoint
DROP INDEX "cases_conflict";--> statement-breakpoint
DROP INDEX "cases_gap_ref";--> statement-breakpoint
DROP INDEX "cases_conflict_ref";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "gap_settled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "conflict_settled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "only_failed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "handler" text;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_view_visits" ADD CONSTRAINT "saved_view_visits_view_id_saved_views_id_fk" FOREIGN KEY ("view_id") REFERENCES "public"."saved_views"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_view_visits" ADD CONSTRAINT "saved_view_visits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exports_running" ON "exports" USING btree ("started_at") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "exports_case" ON "exports" USING btree ("source","ref_id","id") WHERE ref_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("user_id","name");--> statement-breakpoint
CREATE INDEX "saved_views_shared" ON "saved_views" USING btree ("created_at") WHERE shared;--> statement-breakpoint
CREATE INDEX "settlements_case" ON "settlements" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "businesses_contact_email" ON "businesses" USING btree (lower("contact_email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "cases_due_order" ON "cases" USING btree ("follow_up_due_on","id","status") WHERE follow_up_due_on is not null;--> statement-breakpoint
CREATE INDEX "cases_owner_due" ON "cases" USING btree ("follow_up_owner_id","follow_up_due_on","id") WHERE follow_up_owner_id is not null;--> statement-breakpoint
CREATE INDEX "cases_reason" ON "cases" USING btree ("reason","status_since","id") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "episodes_opened" ON "episodes" USING btree ("opened_at","case_id");--> statement-breakpoint
CREATE INDEX "follow_ups_created" ON "follow_ups" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "follow_ups_resolved" ON "follow_ups" USING btree ("resolved_at") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "notes_search" ON "notes" USING gin ("body" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "receipts_rejected_message" ON "receipts" USING btree ("message_id") WHERE outcome = 'rejected' and message_id is not null;--> statement-breakpoint
CREATE INDEX "runs_failures" ON "runs" USING btree ("handler","failure","id") WHERE state = 'dead' and latest;--> statement-breakpoint
CREATE INDEX "cases_gap" ON "cases" USING btree ("status_since","id","status") WHERE gap and not gap_settled;--> statement-breakpoint
CREATE INDEX "cases_conflict" ON "cases" USING btree ("status_since","id","status") WHERE conflict and not conflict_settled;--> statement-breakpoint
CREATE INDEX "cases_gap_ref" ON "cases" USING btree ("source","ref_id") WHERE gap and not gap_settled;--> statement-breakpoint
CREATE INDEX "cases_conflict_ref" ON "cases" USING btree ("source","ref_id") WHERE conflict and not conflict_settled;--> statement-breakpoint
-- Names a failure by its error with everything taken out that differs from run to run: addresses, ids, numbers, what stands in quotes.
CREATE FUNCTION failure_of(error text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN left(md5(
  regexp_replace(regexp_replace(regexp_replace(left(split_part(coalesce(error, ''), E'\n', 1), 500),
    '\S+@\S+|"[^"]*"|''[^'']*''', '?', 'g'),
    '\m(msg_\w+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\w*\d\w*)\M', '?', 'g'),
    '\d+', '?', 'g')), 12);--> statement-breakpoint
UPDATE "runs" SET "failure" = failure_of("error") WHERE "state" = 'dead' AND "latest";
