-- Times and labels that a document's file states, kept beside its text. Times: a line each, a position and milliseconds.
-- Labels: a line each, start and end; NULL when the file does not say who speaks.
ALTER TABLE origins ADD COLUMN times TEXT NOT NULL DEFAULT '';
ALTER TABLE origins ADD COLUMN labels TEXT;
