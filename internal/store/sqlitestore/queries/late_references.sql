PRAGMA defer_foreign_keys = 1
