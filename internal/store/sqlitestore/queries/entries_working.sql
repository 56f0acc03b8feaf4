SELECT revision, subject, before, after, pool FROM entry WHERE pool = 0 AND revision > ?1 AND revision <= ?2 ORDER BY revision, place
