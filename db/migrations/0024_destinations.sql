CREATE TYPE "public"."destination_format" AS ENUM('casewire', 'as-received');--> statement-breakpoint
CREATE TYPE "public"."destination_state" AS ENUM('enabled', 'disabled');--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"outgoing_event_id" bigint NOT NULL,
	"destination_id" uuid NOT NULL,
	"format" "destination_format" NOT NULL,
	"personal_data" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"run_id" bigint PRIMARY KEY NOT NULL,
	"delivery_id" bigint NOT NULL,
	"destination_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"url" text NOT NULL,
	"request_headers" jsonb NOT NULL,
	"status" integer,
	"response_headers" jsonb,
	"response_body" "bytea",
	"response_truncated" boolean DEFAULT false NOT NULL,
	"duration_ms" real NOT NULL,
	"peer_address" text,
	"succeeded" boolean NOT NULL,
	"error" text,
	"test" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "destination_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"destination_id" uuid NOT NULL,
	"sealed" text,
	"fingerprint" text NOT NULL,
	"hint" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"event_types" text[],
	"source" text,
	"format" "destination_format" DEFAULT 'casewire' NOT NULL,
	"personal_data" boolean DEFAULT false NOT NULL,
	"sealed_headers" text,
	"header_names" text[] DEFAULT '{}' NOT NULL,
	"state" "destination_state" DEFAULT 'enabled' NOT NULL,
	"state_by" text,
	"state_reason" text,
	"state_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"concurrency" integer DEFAULT 10 NOT NULL,
	"rate_per_second" integer,
	"next_request_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"failing_told_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "outgoing_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" text NOT NULL,
	"key" text NOT NULL,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"episode" integer,
	"sequence" integer,
	"event_id" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	"body" text NOT NULL,
	"personal_body" text,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "outgoing_events_messageId_unique" UNIQUE("message_id"),
	CONSTRAINT "outgoing_events_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "event_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "due_announced_on" date;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "destination_id" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "delivery_id" bigint;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_outgoing_event_id_outgoing_events_id_fk" FOREIGN KEY ("outgoing_event_id") REFERENCES "public"."outgoing_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destination_secrets" ADD CONSTRAINT "destination_secrets_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("outgoing_event_id","destination_id");--> statement-breakpoint
CREATE INDEX "deliveries_destination" ON "deliveries" USING btree ("destination_id","id");--> statement-breakpoint
CREATE INDEX "delivery_attempts_delivery" ON "delivery_attempts" USING btree ("delivery_id","run_id");--> statement-breakpoint
CREATE INDEX "delivery_attempts_figures" ON "delivery_attempts" USING btree ("destination_id","at","succeeded","duration_ms") WHERE not test;--> statement-breakpoint
CREATE INDEX "delivery_attempts_at" ON "delivery_attempts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "destination_secrets_destination" ON "destination_secrets" USING btree ("destination_id","created_at");--> statement-breakpoint
CREATE INDEX "destinations_current" ON "destinations" USING btree ("created_at") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_events_case" ON "outgoing_events" USING btree ("ref_id","source","sequence");--> statement-breakpoint
CREATE INDEX "outgoing_events_event" ON "outgoing_events" USING btree ("event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "outgoing_events_at" ON "outgoing_events" USING btree ("at","id");--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_latest_delivery" ON "runs" USING btree ("delivery_id") WHERE latest and delivery_id is not null;--> statement-breakpoint
CREATE INDEX "runs_delivery" ON "runs" USING btree ("delivery_id","id") WHERE delivery_id is not null;--> statement-breakpoint
CREATE INDEX "runs_undelivered" ON "runs" USING btree ("handler","state","delivery_id") WHERE latest and delivery_id is not null and state <> 'succeeded';--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_of_event_or_delivery" CHECK ((event_id is null) <> (delivery_id is null));