SELECT shelf, name, revision, value FROM item WHERE shelf = ? AND name = ?
