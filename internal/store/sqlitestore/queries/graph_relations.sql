SELECT body FROM relation
WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = relation.from_id AND node.pool = 1)
  AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = relation.to_id AND node.pool = 1)
