UNWIND $rows AS row
CREATE (n:Thing) SET n = row.props SET n:$(row.props._label)
RETURN count(*) AS written
