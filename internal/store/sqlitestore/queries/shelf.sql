SELECT shelf, name, revision, value FROM item WHERE ?1 IN ('', shelf) ORDER BY shelf, revision, name
