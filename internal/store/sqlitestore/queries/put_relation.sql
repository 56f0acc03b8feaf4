INSERT INTO relation (type, from_id, to_id, source, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (from_id, type, to_id) DO UPDATE SET source = excluded.source, body = excluded.body
