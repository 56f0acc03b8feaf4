SELECT relation.body FROM node AS one CROSS JOIN relation ON relation.from_id = one.id CROSS JOIN node AS other ON other.id = relation.to_id
WHERE one.pool = 0 AND other.pool = 0
