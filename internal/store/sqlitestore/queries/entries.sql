SELECT revision, subject, before, after FROM entry WHERE revision > ?1 AND revision <= ?2 ORDER BY revision, place
