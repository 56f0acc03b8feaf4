SELECT revision, subject, before, after, pool FROM entry WHERE subject = ?3 AND revision > ?1 AND revision <= ?2 ORDER BY revision, place
