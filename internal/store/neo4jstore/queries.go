package neo4jstore

import (
	"embed"
	"strings"
)

//go:embed queries/*.cypher
var queryFiles embed.FS

//go:embed migrations/*.cypher
var migrationFiles embed.FS

// query returns the statement of a file in queries; each file is one statement and is loaded here exactly once.
func query(name string) string {
	data, err := queryFiles.ReadFile("queries/" + name + ".cypher")
	if err != nil {
		panic(err) // a slip in this list, found by any test
	}
	return strings.TrimSpace(string(data))
}

var (
	cypherIdentity        = query("identity")
	cypherHead            = query("head")
	cypherAnnounced       = query("announced")
	cypherAnnounce        = query("announce")
	cypherSettle          = query("settle")
	cypherLockWriter      = query("lock_writer")
	cypherNewest          = query("newest")
	cypherPutChangeSet    = query("put_change_set")
	cypherPublish         = query("publish")
	cypherLanded          = query("landed")
	cypherInsertHistory   = query("insert_history")
	cypherInsertNodes     = query("insert_nodes")
	cypherUpdateNodes     = query("update_nodes")
	cypherDeleteNodes     = query("delete_nodes")
	cypherInsertRelations = query("insert_relations")
	cypherUpdateRelations = query("update_relations")
	cypherDeleteRelations = query("delete_relations")
	cypherGraphNodes      = query("graph_nodes")
	cypherGraphRelations  = query("graph_relations")
	cypherNodes           = query("nodes")
	cypherRelationsByKey  = query("relations_by_key")
	cypherRelationsByEnd  = query("relations_by_end")
	cypherRelationsFrom   = query("relations_from")
	cypherRelationsTo     = query("relations_to")
	cypherSourced         = query("sourced")
	cypherList            = query("list")
	cypherListTotal       = query("list_total")
	cypherSearch          = query("search")
	cypherMakers          = query("makers")
	cypherChangeSets      = query("change_sets")
	cypherChangeSetsOf    = query("change_sets_of")
	cypherEntriesAfter    = query("entries_after")
	cypherEntriesWithin   = query("entries_within")
	cypherEntriesOf       = query("entries_of")
	cypherTouched         = query("touched")
	cypherRequested       = query("requested")
	cypherKeep            = query("keep")
	cypherShelf           = query("shelf")
	cypherSchema          = query("schema")
	cypherRenameHead      = query("rename_head")
	cypherHeadKey         = query("head_key")
	cypherMakeHeads       = query("make_heads")
	cypherSetSchema       = query("set_schema")
	cypherUnpacked        = query("unpacked")
	cypherDropPacked      = query("drop_packed")
	cypherBeginImport     = query("begin_import")
	cypherGoesOn          = query("goes_on")
	cypherEndImport       = query("end_import")
	cypherImports         = query("imports")
	cypherGiveUp          = query("give_up")
	cypherImported        = query("imported")
	cypherNumberHistory   = query("number_history")
	cypherLeftHistory     = query("left_history")
	cypherRemoveHistory   = query("remove_history")
	cypherRemoveNodes     = query("remove_nodes")
	cypherRemoveRelations = query("remove_relations")
	cypherClearBegin      = query("clear_begin")
	cypherClearThings     = query("clear_things")
	cypherClearSources    = query("clear_sources")
	cypherClearEnd        = query("clear_end")
)
