// Each thing is joined to its source. A thing whose source comes after it in a change set is joined when that comes.
UNWIND $rows AS row
CREATE (n:Thing) SET n = row.props SET n:$(row.props._label)
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND nodes AS n
  WITH n.source AS id, collect(n) AS resting
  MATCH (s:Source {id: id}) USING INDEX SEEK s:Source(id)
  UNWIND resting AS n
  CREATE (n)-[:_RESTS_ON]->(s)
  RETURN count(*) AS joined
}
CALL (nodes) {
  UNWIND nodes AS s
  WITH s WHERE s:Source
  MATCH (n:Thing {source: s.id}) USING INDEX SEEK n:Thing(source)
  WHERE NOT EXISTS { (n)-[:_RESTS_ON]->() }
  CREATE (n)-[:_RESTS_ON]->(s)
  RETURN count(*) AS waited
}
RETURN size(nodes) AS written
