INSERT INTO node (id, kind, pool, sort, source, body) VALUES (?, ?, ?, ?, ?, ?)
