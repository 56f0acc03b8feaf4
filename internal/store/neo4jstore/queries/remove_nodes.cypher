UNWIND $rows AS row
MATCH (n:Thing {id: row.id}) WHERE n._import = $token DETACH DELETE n
