DELETE FROM relation WHERE type = ? AND from_id = ? AND to_id = ?
