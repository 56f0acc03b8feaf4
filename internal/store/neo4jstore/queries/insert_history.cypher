UNWIND $rows AS row
CREATE (h:_History) SET h = row
RETURN count(*) AS written
