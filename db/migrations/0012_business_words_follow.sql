ALTER TABLE "business_words" ADD CONSTRAINT "business_words_source_ref_id_businesses_source_ref_id_fk" FOREIGN KEY ("source","ref_id") REFERENCES "public"."businesses"("source","ref_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
DROP TRIGGER businesses_words_removed ON businesses;
--> statement-breakpoint
-- Keeps business_words equal to the words of a business's name. With the business they go by their foreign key.
CREATE OR REPLACE FUNCTION keep_business_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM business_words WHERE source = OLD.source AND ref_id = OLD.ref_id;
  END IF;
  IF NEW.name IS NOT NULL THEN
    INSERT INTO business_words (source, ref_id, words)
      SELECT NEW.source, NEW.ref_id, words FROM words_of_name(NEW.name) AS words;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER businesses_words_changed ON businesses;
--> statement-breakpoint
CREATE TRIGGER businesses_words_changed AFTER UPDATE ON businesses
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION keep_business_words();
