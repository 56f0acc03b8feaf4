SELECT body FROM node WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
