-- Deleting a row asks for each table that refers to it whether one of its rows still does. Without these indices it reads
-- the whole table, and deleting many takes time that grows with the square. (Codings have no index by coder: it would
-- cost every coding something, and coders are hardly ever deleted.)
CREATE INDEX codes_by_parent ON codes(parent_id);
CREATE INDEX sources_by_case ON sources(case_id);
CREATE INDEX case_values_by_variable ON case_values(variable_id);
CREATE INDEX document_values_by_variable ON document_values(variable_id);
CREATE INDEX code_facets_by_facet ON code_facets(facet_id);
CREATE INDEX code_facets_by_value ON code_facets(value_id);
CREATE INDEX notes_by_user ON notes(user_id);
CREATE INDEX participations_by_user ON participations(user_id);
CREATE INDEX unfinished_by_user ON unfinished(user_id);

-- The revision stands behind the body, which may be long; whether what is stored of a text still counts must not depend
-- on that.
CREATE INDEX texts_by_revision ON texts(id, revision);
