// A type each: Neo4j uses the index of a type only where it stands alone.
CALL () {
  MATCH (n:Thing) WHERE n.source IN $sources RETURN n.id AS subject
  UNION ALL
  MATCH (a)-[r:ABOUT]->(b) WHERE r.source IN $sources RETURN a.id + ' -ABOUT-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:ANNOUNCES]->(b) WHERE r.source IN $sources RETURN a.id + ' -ANNOUNCES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:APPLIED_IN]->(b) WHERE r.source IN $sources RETURN a.id + ' -APPLIED_IN-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:AT]->(b) WHERE r.source IN $sources RETURN a.id + ' -AT-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:BELONGS_TO]->(b) WHERE r.source IN $sources RETURN a.id + ' -BELONGS_TO-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:CONCERNS]->(b) WHERE r.source IN $sources RETURN a.id + ' -CONCERNS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:COORDINATES]->(b) WHERE r.source IN $sources RETURN a.id + ' -COORDINATES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:DISTINCT_FROM]->(b) WHERE r.source IN $sources RETURN a.id + ' -DISTINCT_FROM-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:DRAWS_ON]->(b) WHERE r.source IN $sources RETURN a.id + ' -DRAWS_ON-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:FEEDS]->(b) WHERE r.source IN $sources RETURN a.id + ' -FEEDS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:FILLS]->(b) WHERE r.source IN $sources RETURN a.id + ' -FILLS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:GUIDES]->(b) WHERE r.source IN $sources RETURN a.id + ' -GUIDES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:HOSTS]->(b) WHERE r.source IN $sources RETURN a.id + ' -HOSTS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:INVESTS_IN]->(b) WHERE r.source IN $sources RETURN a.id + ' -INVESTS_IN-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:LEADS]->(b) WHERE r.source IN $sources RETURN a.id + ' -LEADS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:LISTS]->(b) WHERE r.source IN $sources RETURN a.id + ' -LISTS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:LOCATED_IN]->(b) WHERE r.source IN $sources RETURN a.id + ' -LOCATED_IN-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:MAKES]->(b) WHERE r.source IN $sources RETURN a.id + ' -MAKES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:MARKS]->(b) WHERE r.source IN $sources RETURN a.id + ' -MARKS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:MATCHES]->(b) WHERE r.source IN $sources RETURN a.id + ' -MATCHES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:NEEDS]->(b) WHERE r.source IN $sources RETURN a.id + ' -NEEDS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:OPERATES_IN]->(b) WHERE r.source IN $sources RETURN a.id + ' -OPERATES_IN-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:PART_OF]->(b) WHERE r.source IN $sources RETURN a.id + ' -PART_OF-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:PRODUCES]->(b) WHERE r.source IN $sources RETURN a.id + ' -PRODUCES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:REGISTERED_IN]->(b) WHERE r.source IN $sources RETURN a.id + ' -REGISTERED_IN-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:RESTRICTS]->(b) WHERE r.source IN $sources RETURN a.id + ' -RESTRICTS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:RUNS]->(b) WHERE r.source IN $sources RETURN a.id + ' -RUNS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SAME_AS]->(b) WHERE r.source IN $sources RETURN a.id + ' -SAME_AS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SET_ASIDE]->(b) WHERE r.source IN $sources RETURN a.id + ' -SET_ASIDE-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SIGNS]->(b) WHERE r.source IN $sources RETURN a.id + ' -SIGNS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SOURCED_FROM]->(b) WHERE r.source IN $sources RETURN a.id + ' -SOURCED_FROM-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:STAFFS]->(b) WHERE r.source IN $sources RETURN a.id + ' -STAFFS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SUBCLASS_OF]->(b) WHERE r.source IN $sources RETURN a.id + ' -SUBCLASS_OF-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SUBSIDIARY_OF]->(b) WHERE r.source IN $sources RETURN a.id + ' -SUBSIDIARY_OF-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SUPPLIES]->(b) WHERE r.source IN $sources RETURN a.id + ' -SUPPLIES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:SUPPORTS]->(b) WHERE r.source IN $sources RETURN a.id + ' -SUPPORTS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:TARGETS]->(b) WHERE r.source IN $sources RETURN a.id + ' -TARGETS-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:USES]->(b) WHERE r.source IN $sources RETURN a.id + ' -USES-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:WORKS_ON]->(b) WHERE r.source IN $sources RETURN a.id + ' -WORKS_ON-> ' + b.id AS subject
  UNION ALL
  MATCH (a)-[r:YIELDS]->(b) WHERE r.source IN $sources RETURN a.id + ' -YIELDS-> ' + b.id AS subject
}
RETURN subject ORDER BY subject LIMIT $limit
