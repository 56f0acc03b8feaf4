INSERT INTO item (shelf, name, revision, value) VALUES (?, ?, ?, ?) ON CONFLICT (shelf, name) DO NOTHING
