UNWIND $rows AS row
MATCH (a:Thing {id: row.from}) MATCH (b:Thing {id: row.to})
CREATE (a)-[r:$(row.type)]->(b) SET r = row.props
RETURN count(*) AS written
