UNWIND $rows AS row
MATCH (a:Thing {id: row.from})-[r]->(b:Thing {id: row.to}) WHERE type(r) = row.type AND r._import = $token
DELETE r
