SELECT node.body, json_group_array(relation.to_id) FROM relation JOIN node ON node.id = relation.from_id
WHERE relation.to_id IN (SELECT value FROM json_each(?1)) AND relation.type = ?2
GROUP BY node.id ORDER BY count(*) DESC, node.sort, node.id LIMIT ?3
