CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TYPE "public"."account_status" AS ENUM('disabled', 'enabled');--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'token', 'source', 'job');--> statement-breakpoint
CREATE TYPE "public"."case_status" AS ENUM('NOT_STARTED', 'IN_PROGRESS', 'IN_REVIEW', 'COMPLETED', 'REJECTED');--> statement-breakpoint
CREATE TYPE "public"."effect_state" AS ENUM('intended', 'done', 'unknown', 'not-sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."event_clock" AS ENUM('message-id', 'timestamp', 'receipt');--> statement-breakpoint
CREATE TYPE "public"."event_verdict" AS ENUM('applied', 'late', 'gap', 'conflict', 'repeat', 'unrecognised');--> statement-breakpoint
CREATE TYPE "public"."receipt_verdict" AS ENUM('accepted', 'duplicate', 'conflict', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."replay_state" AS ENUM('running', 'finished', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('viewer', 'analyst', 'engineer', 'admin');--> statement-breakpoint
CREATE TYPE "public"."run_state" AS ENUM('queued', 'running', 'succeeded', 'failed', 'dead', 'skipped');--> statement-breakpoint
CREATE TYPE "public"."run_trigger" AS ENUM('receipt', 'retry', 'duplicate', 'rerun', 'replay');--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"role" "role" NOT NULL,
	"token_hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_tokens_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"line" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "businesses" (
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"name" text,
	"contact_email" text,
	"account_status" "account_status" DEFAULT 'disabled' NOT NULL,
	"enabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "businesses_source_ref_id_pk" PRIMARY KEY("source","ref_id")
);
--> statement-breakpoint
CREATE TABLE "case_tallies" (
	"source" text NOT NULL,
	"status" "case_status" NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"episode" integer NOT NULL,
	"status" "case_status" NOT NULL,
	"previous_status" "case_status",
	"reason" text,
	"status_since" timestamp (3) with time zone NOT NULL,
	"gap" boolean NOT NULL,
	"conflict" boolean NOT NULL,
	"status_event_id" bigint NOT NULL,
	"news_at" timestamp (3) with time zone NOT NULL,
	"assignee_id" text
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "effects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"episode" integer NOT NULL,
	"key" text NOT NULL,
	"handler" text NOT NULL,
	"event_id" bigint NOT NULL,
	"run_id" bigint NOT NULL,
	"state" "effect_state" NOT NULL,
	"detail" text,
	"intended_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "episodes" (
	"case_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"status" "case_status" NOT NULL,
	"previous_status" "case_status",
	"reason" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"status_since" timestamp (3) with time zone NOT NULL,
	"gap" boolean NOT NULL,
	"conflict" boolean NOT NULL,
	"status_event_id" bigint NOT NULL,
	CONSTRAINT "episodes_case_id_number_pk" PRIMARY KEY("case_id","number")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"message_id" text NOT NULL,
	"body" "bytea" NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"parsed" jsonb,
	"type" text NOT NULL,
	"unrecognised" text,
	"ref_id" text,
	"status" "case_status",
	"previous_status" "case_status",
	"reason" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"clock" "event_clock" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"secret" text NOT NULL,
	"verdict" "event_verdict",
	"episode" integer
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "follow_ups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"due_on" date,
	"owner_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_by" text,
	"resolved_at" timestamp (3) with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text,
	"role" "role" NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "invites_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"effect_id" bigint PRIMARY KEY NOT NULL,
	"mail_id" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "letters_mailId_unique" UNIQUE("mail_id")
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"body" text NOT NULL,
	"author_id" text,
	"author" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receipts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"remote_address" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea",
	"body_bytes" integer NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"message_id" text,
	"attempted_at" timestamp (3) with time zone,
	"secret" text,
	"verdict" "receipt_verdict" NOT NULL,
	"cause" text,
	"response_status" integer NOT NULL,
	"duration_ms" real NOT NULL,
	"event_id" bigint
);
--> statement-breakpoint
CREATE TABLE "rejection_tallies" (
	"source" text NOT NULL,
	"cause" text NOT NULL,
	"remote_address" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"kept" integer NOT NULL,
	"counted" integer NOT NULL,
	CONSTRAINT "rejection_tallies_hour_source_cause_remote_address_pk" PRIMARY KEY("hour","source","cause","remote_address")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "replays_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"reason" text NOT NULL,
	"selection" text NOT NULL,
	"state" "replay_state" DEFAULT 'running' NOT NULL,
	"total" integer NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" bigint NOT NULL,
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"handler" text NOT NULL,
	"trigger" "run_trigger" NOT NULL,
	"attempt" integer NOT NULL,
	"losses" integer DEFAULT 0 NOT NULL,
	"chain_started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"state" "run_state" DEFAULT 'queued' NOT NULL,
	"latest" boolean DEFAULT true NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"claim" uuid,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"error" text,
	"error_stack" text,
	"skipped" text,
	"log" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"replay_id" bigint,
	"requested_by" text,
	"request_reason" text
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"token" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "source_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"sealed" text,
	"fingerprint" text NOT NULL,
	"hint" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"expected_types" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" "role" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "episodes" ADD CONSTRAINT "episodes_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_effect_id_effects_id_fk" FOREIGN KEY ("effect_id") REFERENCES "public"."effects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_secrets" ADD CONSTRAINT "source_secrets_source_sources_slug_fk" FOREIGN KEY ("source") REFERENCES "public"."sources"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit_entries" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit_entries" USING btree ("actor_kind","actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit_entries" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "businesses_name_search" ON "businesses" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "cases_ref" ON "cases" USING btree ("source","ref_id");--> statement-breakpoint
CREATE INDEX "cases_status" ON "cases" USING btree ("status","status_since","id");--> statement-breakpoint
CREATE INDEX "cases_since" ON "cases" USING btree ("status_since","id");--> statement-breakpoint
CREATE INDEX "cases_assignee" ON "cases" USING btree ("assignee_id","status","status_since","id");--> statement-breakpoint
CREATE INDEX "cases_attention" ON "cases" USING btree ("status_since","id") WHERE gap or conflict;--> statement-breakpoint
CREATE INDEX "cases_ref_search" ON "cases" USING gin ("ref_id" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "credentials_user" ON "credentials" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "effects_key" ON "effects" USING btree ("source","key");--> statement-breakpoint
CREATE INDEX "effects_case" ON "effects" USING btree ("source","ref_id");--> statement-breakpoint
CREATE INDEX "effects_event" ON "effects" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "effects_open" ON "effects" USING btree ("state","id") WHERE state <> 'done';--> statement-breakpoint
CREATE UNIQUE INDEX "events_message" ON "events" USING btree ("message_id" text_pattern_ops,"source");--> statement-breakpoint
CREATE INDEX "events_case" ON "events" USING btree ("source","ref_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_type" ON "events" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "events_verdict" ON "events" USING btree ("verdict","id");--> statement-breakpoint
CREATE INDEX "events_received" ON "events" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "events_ref" ON "events" USING btree ("ref_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_open" ON "follow_ups" USING btree ("case_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "follow_ups_due" ON "follow_ups" USING btree ("due_on","case_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "follow_ups_case" ON "follow_ups" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "notes_case" ON "notes" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "receipts_event" ON "receipts" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "receipts_rejected" ON "receipts" USING btree ("id") WHERE verdict = 'rejected';--> statement-breakpoint
CREATE INDEX "receipts_conflict" ON "receipts" USING btree ("id") WHERE verdict = 'conflict';--> statement-breakpoint
CREATE INDEX "receipts_secret" ON "receipts" USING btree ("source","secret","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_latest" ON "runs" USING btree ("event_id","handler") WHERE latest;--> statement-breakpoint
CREATE INDEX "runs_event" ON "runs" USING btree ("event_id","id");--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("due_at","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "runs_lane" ON "runs" USING btree ("source","ref_id","handler","occurred_at","event_id") WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "runs_lease" ON "runs" USING btree ("lease_until") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "runs_dead" ON "runs" USING btree ("source","ref_id") WHERE state = 'dead' and latest;--> statement-breakpoint
CREATE INDEX "runs_state" ON "runs" USING btree ("state","event_id") WHERE latest and state not in ('succeeded');--> statement-breakpoint
CREATE INDEX "runs_replay" ON "runs" USING btree ("replay_id","state") WHERE replay_id is not null;--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_secrets_fingerprint" ON "source_secrets" USING btree ("source","fingerprint");