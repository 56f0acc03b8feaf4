DELETE FROM search WHERE rowid = ?
