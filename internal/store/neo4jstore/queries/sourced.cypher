CALL () {
  MATCH (n:Thing) WHERE n.source IN $sources RETURN n.id AS subject
  UNION ALL
  MATCH (a:Thing)-[r]->(b:Thing) WHERE r.source IN $sources RETURN a.id + ' -' + type(r) + '-> ' + b.id AS subject
}
RETURN subject ORDER BY subject LIMIT $limit
