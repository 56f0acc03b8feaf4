CALL () {
  MATCH (n:Thing) WHERE n.source IN $sources RETURN n.id AS id
  UNION
  MATCH (a:Thing)-[r]->(:Thing) WHERE r.source IN $sources RETURN a.id AS id
}
RETURN id ORDER BY id LIMIT $limit
