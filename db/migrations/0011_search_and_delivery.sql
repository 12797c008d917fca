CREATE TABLE "business_words" (
	"source" text NOT NULL,
	"ref_id" text NOT NULL,
	"words" text NOT NULL,
	CONSTRAINT "business_words_source_ref_id_words_pk" PRIMARY KEY("source","ref_id","words")
);
--> statement-breakpoint
-- A name from each of its words on. Beyond 300 characters nobody begins to search.
CREATE FUNCTION words_of_name(name text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT left(lower(substr(name, place)), 100) FROM generate_series(1, least(length(name), 300)) AS place
  WHERE place = 1
    OR substr(name, place, 1) !~ '[[:space:][:punct:]]' AND substr(name, place - 1, 1) ~ '[[:space:][:punct:]]'
$$;
--> statement-breakpoint
INSERT INTO business_words (source, ref_id, words)
  SELECT source, ref_id, words FROM businesses, words_of_name(name) AS words WHERE name IS NOT NULL;
--> statement-breakpoint
CREATE INDEX "business_words_begin" ON "business_words" USING btree ("words" text_pattern_ops);--> statement-breakpoint
-- Keeps business_words equal to the words of a business's name.
CREATE FUNCTION keep_business_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM business_words WHERE source = OLD.source AND ref_id = OLD.ref_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.name IS NOT NULL THEN
    INSERT INTO business_words (source, ref_id, words)
      SELECT NEW.source, NEW.ref_id, words FROM words_of_name(NEW.name) AS words;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER businesses_words_added AFTER INSERT ON businesses
  FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION keep_business_words();
--> statement-breakpoint
CREATE TRIGGER businesses_words_changed AFTER UPDATE ON businesses
  FOR EACH ROW WHEN ((OLD.source, OLD.ref_id, OLD.name) IS DISTINCT FROM (NEW.source, NEW.ref_id, NEW.name))
  EXECUTE FUNCTION keep_business_words();
--> statement-breakpoint
CREATE TRIGGER businesses_words_removed AFTER DELETE ON businesses FOR EACH ROW EXECUTE FUNCTION keep_business_words();
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "undelivered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Marks the case of a run that has died. Who takes the mark back holds the case's row while looking for dead runs: one of the two comes
-- second and sees what the first has done. Where there is no row, whoever is about to make one holds the case's lock, and looks for dead
-- runs under it.
CREATE FUNCTION tell_case_of_dead_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases SET undelivered = true WHERE source = NEW.source AND ref_id = NEW.ref_id;
  IF NOT FOUND THEN
    PERFORM pg_advisory_xact_lock(4270006, hashtext(NEW.source || '/' || NEW.ref_id));
    UPDATE cases SET undelivered = true WHERE source = NEW.source AND ref_id = NEW.ref_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER runs_added_tell_case AFTER INSERT ON runs
  FOR EACH ROW WHEN (NEW.state = 'dead' AND NEW.latest) EXECUTE FUNCTION tell_case_of_dead_run();
--> statement-breakpoint
CREATE TRIGGER runs_tell_case AFTER UPDATE ON runs
  FOR EACH ROW WHEN (NEW.state = 'dead' AND NEW.latest AND NOT (OLD.state = 'dead' AND OLD.latest))
  EXECUTE FUNCTION tell_case_of_dead_run();
--> statement-breakpoint
UPDATE cases SET undelivered = true
  FROM (SELECT DISTINCT source, ref_id FROM runs WHERE state = 'dead' AND latest) AS dead
  WHERE cases.source = dead.source AND cases.ref_id = dead.ref_id;
--> statement-breakpoint
CREATE INDEX "cases_undelivered" ON "cases" USING btree ("status_since","id","status","source","ref_id") WHERE undelivered;--> statement-breakpoint
CREATE INDEX "cases_undelivered_ref" ON "cases" USING btree ("source","ref_id") WHERE undelivered;--> statement-breakpoint
CREATE INDEX "cases_ref_begins" ON "cases" USING btree (lower("ref_id") text_pattern_ops);--> statement-breakpoint
DROP INDEX "audit_actor";--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit_entries" USING btree ("actor_kind","actor_id","id","action");
