INSERT INTO entry (revision, place, subject, before, after) VALUES (?, ?, ?, ?, ?)
