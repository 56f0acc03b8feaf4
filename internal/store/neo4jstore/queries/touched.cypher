MATCH (e:_Entry) WHERE e.subject IN $subjects AND e.revision > $after RETURN max(e.revision) AS revision
