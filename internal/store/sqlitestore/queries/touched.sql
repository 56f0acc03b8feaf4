SELECT coalesce(max(newest), 0) FROM (
  SELECT (SELECT max(revision) FROM entry WHERE subject = one.value) AS newest FROM json_each(?1) AS one
) WHERE newest > ?2
