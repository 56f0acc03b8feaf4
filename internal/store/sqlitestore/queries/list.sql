-- Each of the two from its place in the index on.
SELECT body, sort FROM (
  SELECT * FROM (
    SELECT body, sort, id FROM node WHERE kind = ?1 AND pool = 0 AND (sort, id) > (?3, ?4) ORDER BY sort, id LIMIT ?5
  )
  UNION ALL
  SELECT * FROM (
    SELECT body, sort, id FROM node WHERE ?2 AND kind = ?1 AND pool = 1 AND (sort, id) > (?3, ?4)
    ORDER BY sort, id LIMIT ?5
  )
) ORDER BY sort, id LIMIT ?5
