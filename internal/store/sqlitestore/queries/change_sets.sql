SELECT revision, time, actor, reason, undoes, counts, request, digest FROM change_set
WHERE (?1 = 0 OR revision < ?1) ORDER BY revision DESC LIMIT ?2
