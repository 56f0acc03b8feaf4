UNWIND $rows AS row
MATCH (a:Thing {id: row.from})-[r]->(b:Thing {id: row.to}) USING INDEX SEEK a:Thing(id) USING INDEX SEEK b:Thing(id)
WHERE type(r) = row.type AND r._import = $token
DELETE r
