-- Arguments of a history entry as JSON, from which its description is made when it is read. NULL in older entries,
-- whose description is in `summary`.
ALTER TABLE ops ADD COLUMN args TEXT;

-- Finds the earlier names of coders, participants, attributes, documents, dimensions and codes.
CREATE INDEX op_changes_of_named ON op_changes(tbl, row, op) WHERE before IS NOT NULL AND tbl IN (2, 3, 4, 6, 8, 10);

UPDATE ops SET kind = CASE kind
  WHEN 'new code' THEN 'add_code' WHEN 'split' THEN 'split_code' WHEN 'colour' THEN 'color_code'
  WHEN 'definition' THEN 'define_code' WHEN 'facet' THEN 'edit_dimension'
  WHEN 'new participant' THEN 'add_participant' WHEN 'remove participant' THEN 'remove_participants'
  WHEN 'value' THEN 'set_value' WHEN 'new attribute' THEN 'add_attribute' WHEN 'kind of attribute' THEN 'set_attribute_kind'
  WHEN 'new coder' THEN 'add_coder' WHEN 'table' THEN 'change_table' WHEN 'memo' THEN 'change_memo'
  WHEN 'remove' THEN 'remove_passages' WHEN 'important' THEN 'mark_important' WHEN 'speakers' THEN 'set_speakers'
  WHEN 'remove document' THEN 'remove_documents' WHEN 'tie document' THEN 'assign_documents'
  WHEN 'mark done' THEN 'mark_finished' WHEN 'blind coding' THEN 'set_blind' WHEN 'read again' THEN 'reread_documents'
  ELSE replace(kind, ' ', '_') END;
