SELECT count(*), count(*) FILTER (WHERE name = 'change_set') FROM sqlite_master WHERE type = 'table'
