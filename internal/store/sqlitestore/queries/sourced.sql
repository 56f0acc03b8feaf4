SELECT id FROM node WHERE source IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT from_id || ' -' || type || '-> ' || to_id FROM relation WHERE source IN (SELECT value FROM json_each(?1))
ORDER BY 1 LIMIT ?2
