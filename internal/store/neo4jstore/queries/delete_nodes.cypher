UNWIND $rows AS row
MATCH (n:Thing {id: row.id}) DETACH DELETE n
RETURN count(*) AS written
