SELECT revision, time, actor, reason, undoes, counts FROM change_set ORDER BY revision DESC LIMIT 1
