SELECT body FROM relation WHERE from_id IN (SELECT value FROM json_each(?1))
UNION
SELECT body FROM relation WHERE to_id IN (SELECT value FROM json_each(?1))
