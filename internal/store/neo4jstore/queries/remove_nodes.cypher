UNWIND $rows AS row
MATCH (n:Thing {id: row.id}) USING INDEX SEEK n:Thing(id)
WHERE n._import = $token
DETACH DELETE n
