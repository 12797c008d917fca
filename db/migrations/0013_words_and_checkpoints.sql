CREATE TABLE "audit_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"head" text NOT NULL,
	"verifier_key" text NOT NULL,
	"note" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_keys" (
	"verifier_key" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_words" (
	"entry_id" bigint NOT NULL,
	"field" text NOT NULL,
	"source" text,
	"ref_id" text,
	"nonce" text,
	"text" text,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "audit_words_entry_id_field_pk" PRIMARY KEY("entry_id","field")
);
--> statement-breakpoint
ALTER TABLE "audit_checkpoints" ADD CONSTRAINT "audit_checkpoints_verifier_key_audit_keys_verifier_key_fk" FOREIGN KEY ("verifier_key") REFERENCES "public"."audit_keys"("verifier_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_words" ADD CONSTRAINT "audit_words_entry_id_audit_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."audit_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_words_case" ON "audit_words" USING btree ("source","ref_id") WHERE text is not null;--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A word is there as it was written, or erased: there is no third.
ALTER TABLE audit_words ADD CONSTRAINT audit_words_whole CHECK
  ((text IS NULL) = (erased_at IS NOT NULL) AND (nonce IS NULL) = (text IS NULL) AND (source IS NULL) = (ref_id IS NULL));
--> statement-breakpoint
CREATE FUNCTION refuse_word_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.text IS NOT NULL AND NEW.text IS NULL
    AND (NEW.entry_id, NEW.field) = (OLD.entry_id, OLD.field)
    AND (NEW.source, NEW.ref_id) IS NOT DISTINCT FROM (OLD.source, OLD.ref_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a change of audit_words is refused: a word can only be erased' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_words_only_erased BEFORE UPDATE ON audit_words FOR EACH ROW EXECUTE FUNCTION refuse_word_change();
--> statement-breakpoint
CREATE TRIGGER audit_words_kept BEFORE DELETE OR TRUNCATE ON audit_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
