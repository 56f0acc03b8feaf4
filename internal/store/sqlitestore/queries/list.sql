SELECT body, sort FROM node WHERE kind = ?1 AND pool <= ?2 AND (sort, id) > (?3, ?4) ORDER BY sort, id LIMIT ?5
