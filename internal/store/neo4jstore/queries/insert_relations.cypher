UNWIND $rows AS row
MATCH (a:Thing {id: row.from}) USING INDEX SEEK a:Thing(id)
MATCH (b:Thing {id: row.to}) USING INDEX SEEK b:Thing(id)
CREATE (a)-[r:$(row.type)]->(b) SET r = row.props
RETURN count(*) AS written
