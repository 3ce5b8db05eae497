-- Settings of the whole project and all its coders; a setting with its default value has no row.
CREATE TABLE settings(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, revision INTEGER NOT NULL);
