INSERT INTO entry (revision, place, subject, before, after, pool) VALUES (?, ?, ?, ?, ?, ?)
