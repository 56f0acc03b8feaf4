// What people say of enterprises that look alike.
CREATE INDEX distinct_from_source IF NOT EXISTS FOR ()-[r:DISTINCT_FROM]-() ON (r.source);
CREATE INDEX set_aside_source IF NOT EXISTS FOR ()-[r:SET_ASIDE]-() ON (r.source);
