// Package store keeps the graph with its history. Store is concrete: it checks, orders, compares, ranks and wraps
// errors, once for every database. A Driver beneath it speaks one database and holds no rule of the domain.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"chainchief/graph"
)

// ErrMoved is what Driver.Commit returns when the head is no longer the revision before the one to be written and
// nobody says what then.
var ErrMoved = errors.New("the store has moved on")

// Driver is what a database must do. Drivers return raw errors, or a *graph.Error where they can tell what it means.
// Every result is ordered as said, so that all drivers answer alike.
type Driver interface {
	// Head returns the newest change set; the zero ChangeSet of an empty store.
	Head(ctx context.Context) (ChangeSet, error)
	// Commit writes a change set with its entries: all of it or nothing. The head must be the revision before it, else
	// Commit.Moved decides.
	Commit(ctx context.Context, c Commit) error
	// Graph returns the working graph, that is without the pool, and the head that it stood at, read in one moment.
	Graph(ctx context.Context) ([]graph.Node, []graph.Relation, ChangeSet, error)
	// Nodes returns the nodes of ids that exist, ordered by id.
	Nodes(ctx context.Context, ids []graph.ID) ([]graph.Node, error)
	// Relations returns the relations of keys that exist, and every relation that touches one of ends, ordered by key.
	Relations(ctx context.Context, keys []graph.RelationKey, ends []graph.ID) ([]graph.Relation, error)
	// RelationsOf returns the relations of some types that leave one of from or enter one of to, ordered by key.
	RelationsOf(ctx context.Context, types []graph.RelationType, from, to []graph.ID) ([]graph.Relation, error)
	// Sourced returns up to limit of the nodes and relations that name one of the sources in their provenance, as subjects
	// of entries, ordered.
	Sourced(ctx context.Context, sources []graph.ID, limit int) ([]string, error)
	// List returns a page of nodes, ordered by sort key and id, and how many there are in all, 0 when nobody asks for it.
	List(ctx context.Context, q List) ([]Keyed, int, error)
	// Search returns the nodes that match every term of one of the queries, ordered by sort key and id, at most limit.
	Search(ctx context.Context, queries [][]Term, kinds []graph.Kind, limit int) ([]Keyed, error)
	// Makers returns the enterprises that make one of the products, ordered by how many of them they make, then sort key
	// and id.
	Makers(ctx context.Context, products []graph.ID, limit int) ([]Maker, error)
	// ChangeSets returns change sets, newest first, older than before (0: from the head); with a subject only those that
	// touched it.
	ChangeSets(ctx context.Context, subject string, before graph.Revision, limit int) ([]ChangeSet, error)
	// Entries gives entries one after another, ordered by revision and place. What is written meanwhile is not among them.
	Entries(ctx context.Context, q Entries) iter.Seq2[Entry, error]
	// Touched returns the newest revision after one that touched one of the subjects of entries; 0 when none did.
	Touched(ctx context.Context, subjects []string, after graph.Revision) (graph.Revision, error)
	// Requested returns the newest change set that a request of this key has made; the zero ChangeSet when none has.
	Requested(ctx context.Context, key string) (ChangeSet, error)
	// Keep puts a thing on its shelf, unless one of its name lies there, and returns the one that stays.
	Keep(ctx context.Context, i Item) (Item, error)
	// Shelf returns what lies on a shelf (empty: on all), by shelf, revision and name.
	Shelf(ctx context.Context, shelf string) ([]Item, error)
	// Clear removes everything, history and what was kept included. Nobody else may write meanwhile.
	Clear(ctx context.Context) error
	// Ping tells whether the database can be reached.
	Ping(ctx context.Context) error
	Close() error
}

// ChangeSet is one revision: who changed what, when and why.
type ChangeSet struct {
	Revision graph.Revision `json:"revision"`
	Time     time.Time      `json:"time"` // UTC, milliseconds
	Actor    string         `json:"actor"`
	Reason   string         `json:"reason"`
	Undoes   graph.Revision `json:"undoes,omitempty"`
	Counts   Counts         `json:"counts"`
	Request  graph.Request  `json:"-"` // that it answers

	// What Apply says beside it; drivers leave both.
	Repeated bool `json:"-"` // it was there before: the request was sent again
	Stood    bool `json:"-"` // it was there before: nothing was left to be written

	Withheld bool `json:"-"` // the reason is left out, see Seen
}

// Version is that of what stood after the change set.
func (c ChangeSet) Version() graph.Version {
	return graph.Version{Revision: c.Revision, Millis: c.Time.UnixMilli()}
}

// Counts says how much a change set or a difference holds.
type Counts struct {
	NodesCreated     int `json:"nodes_created"`
	NodesUpdated     int `json:"nodes_updated"`
	NodesDeleted     int `json:"nodes_deleted"`
	RelationsCreated int `json:"relations_created"`
	RelationsUpdated int `json:"relations_updated"`
	RelationsDeleted int `json:"relations_deleted"`
}

// Entry is what a change set did to one node or one relation: before and after, nil where it did not exist.
type Entry struct {
	Revision graph.Revision
	Subject  string // id of the node, or RelationKey.String
	Before   *Thing
	After    *Thing
	Pool     bool // neither before nor after it was part of the working graph
}

// Entries says which entries are wanted.
type Entries struct {
	From, To graph.Revision // after From, up to To
	Subject  string         // only of this subject; empty: of all
	Working  bool           // without those of the pool; not together with a subject
}

// Thing is a node or a relation; exactly one is set.
type Thing struct {
	Node     *graph.Node     `json:"node,omitempty"`
	Relation *graph.Relation `json:"relation,omitempty"`
}

// Commit is a change set with what it does. A driver keeps with each node that is put its Tokens and its SortKey.
type Commit struct {
	// Set is whole, with its Counts, when Entries has ended: it is written last.
	Set *ChangeSet
	// Entries come in parts; a part can be written when those before it are. In a part nodes come before relations, each
	// by subject. A driver that starts again asks for them again, after it has seen that the head is still where it was.
	// An error among them means that nothing must be written, and is returned as it is.
	Entries iter.Seq2[[]Entry, error]
	// Moved is asked when the head is not the revision before Set, by the driver that holds the head so that nobody else
	// writes: it makes Set, and the entries that are asked for afterwards, fit that head, or says why not. Nil: ErrMoved.
	Moved func(head ChangeSet) error
}

// Fits tells whether the change set comes next after a head; when not it asks Moved.
func (c Commit) Fits(head ChangeSet) error {
	switch {
	case head.Revision == c.Set.Revision-1:
		return nil
	case c.Moved == nil:
		return ErrMoved
	}
	return c.Moved(head)
}

// Item is a thing that belongs to the store beside the graph, such as the places of the cards of a drawing: not part of
// any revision, the same for every server, never changed.
type Item struct {
	Shelf, Name string
	Revision    graph.Revision // at which it was made
	Value       []byte
}

// List asks for a page of nodes.
type List struct {
	Kind  graph.Kind
	Pool  bool  // pooled ones too
	After Place // where the page before ended; zero: from the start
	Limit int

	Uncounted bool // how many there are in all is not asked for: to count them takes as long as to read many pages
}

// Place is a place in an ordered list.
type Place struct {
	Sort string   `json:"s"`
	ID   graph.ID `json:"i"`
}

// Keyed is a node with its sort key.
type Keyed struct {
	Node graph.Node
	Sort string
}

// Term is one part of a search: all tokens of a phrase in a row, or the beginning of a token.
type Term struct {
	Phrase []string
	Prefix string
}

// Maker is an enterprise and the products asked for that it makes.
type Maker struct {
	Node     graph.Node
	Products []graph.ID // ordered
}
