package appdb

// Left are the tables that no backup holds.
func Left() []string { return left }
