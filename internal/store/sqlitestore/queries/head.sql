SELECT revision, time, actor, reason, undoes, counts, request, digest FROM change_set ORDER BY revision DESC LIMIT 1
