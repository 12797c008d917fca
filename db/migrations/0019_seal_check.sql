CREATE TABLE "seal_check" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "seal_check_one_row" CHECK (id = 1)
);
