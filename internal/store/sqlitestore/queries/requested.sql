SELECT revision, time, actor, reason, undoes, counts, request, digest FROM change_set
WHERE request = ?1 AND request <> '' ORDER BY revision DESC LIMIT 1
