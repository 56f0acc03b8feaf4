UNWIND $rows AS row
CREATE (e:_Entry {revision: $revision, place: row.place, subject: row.subject, pool: row.pool}) SET e += row.things
RETURN count(*) AS written
