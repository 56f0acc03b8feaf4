SELECT count(*) FROM node WHERE kind = ?1 AND pool <= ?2
