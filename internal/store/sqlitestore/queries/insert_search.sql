INSERT INTO search (rowid, tokens) VALUES (?, ?)
