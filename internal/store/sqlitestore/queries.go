package sqlitestore

import (
	"embed"
	"strings"
)

//go:embed queries/*.sql
var queryFiles embed.FS

//go:embed migrations/*.sql
var migrationFiles embed.FS

// query returns the statement of a file in queries; each file is one statement and is loaded here exactly once.
func query(name string) string {
	data, err := queryFiles.ReadFile("queries/" + name + ".sql")
	if err != nil {
		panic(err) // a slip in this list, found by any test
	}
	return strings.TrimSpace(string(data))
}

var (
	sqlHead            = query("head")
	sqlLateReferences  = query("late_references")
	sqlInsertChangeSet = query("insert_change_set")
	sqlInsertEntry     = query("insert_entry")
	sqlInsertNode      = query("insert_node")
	sqlNewestRow       = query("newest_row")
	sqlUpdateNode      = query("update_node")
	sqlDeleteNode      = query("delete_node")
	sqlInsertSearch    = query("insert_search")
	sqlDeleteSearch    = query("delete_search")
	sqlPutRelation     = query("put_relation")
	sqlDeleteRelation  = query("delete_relation")
	sqlGraphNodes      = query("graph_nodes")
	sqlGraphRelations  = query("graph_relations")
	sqlNodes           = query("nodes")
	sqlRelationsByKey  = query("relations_by_key")
	sqlRelationsByEnd  = query("relations_by_end")
	sqlRelationsFrom   = query("relations_from")
	sqlRelationsTo     = query("relations_to")
	sqlSourced         = query("sourced")
	sqlList            = query("list")
	sqlListTotal       = query("list_total")
	sqlSearch          = query("search")
	sqlMakers          = query("makers")
	sqlChangeSets      = query("change_sets")
	sqlChangeSetsOf    = query("change_sets_of")
	sqlEntries         = query("entries")
	sqlEntriesOf       = query("entries_of")
	sqlEntriesWorking  = query("entries_working")
	sqlTouched         = query("touched")
	sqlRequested       = query("requested")
	sqlKeep            = query("keep")
	sqlItem            = query("item")
	sqlShelf           = query("shelf")
	sqlTables          = query("tables")
	sqlQuickCheck      = query("quick_check")
)
