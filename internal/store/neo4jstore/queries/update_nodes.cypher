UNWIND $rows AS row
MATCH (n:Thing {id: row.props.id}) USING INDEX SEEK n:Thing(id)
SET n = row.props
WITH n
CALL (n) {
  MATCH (n)-[r:_RESTS_ON]->(s:Source) WHERE s.id <> n.source
  DELETE r
}
CALL (n) {
  WITH n WHERE NOT EXISTS { (n)-[:_RESTS_ON]->() }
  MATCH (s:Source {id: n.source}) USING INDEX SEEK s:Source(id)
  CREATE (n)-[:_RESTS_ON]->(s)
}
RETURN count(*) AS written
