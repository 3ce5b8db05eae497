-- Choices that hold for the whole project and for everybody in it; what is not chosen has no row.
CREATE TABLE settings(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, revision INTEGER NOT NULL);
