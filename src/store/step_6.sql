-- Times and labels stated by a document's file, stored beside its text. Times: one line each, with position and
-- milliseconds. Labels: one line each, with start and end; NULL if the file does not state who speaks.
ALTER TABLE origins ADD COLUMN times TEXT NOT NULL DEFAULT '';
ALTER TABLE origins ADD COLUMN labels TEXT;
