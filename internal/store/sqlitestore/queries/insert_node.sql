INSERT INTO node (row, id, kind, pool, sort, source, body) VALUES (?, ?, ?, ?, ?, ?, ?)
