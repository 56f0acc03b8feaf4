UNWIND $rows AS row
MATCH (n:Thing {id: row.id}) USING INDEX SEEK n:Thing(id)
DETACH DELETE n
RETURN count(*) AS written
