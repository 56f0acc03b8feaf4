INSERT INTO change_set (revision, time, actor, reason, undoes, counts, request, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
