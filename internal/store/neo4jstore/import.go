package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// An import is a change set that is too large for one transaction. It is noted as an _Import node; what it adds and its
// history come in short transactions and carry its token, by which readers leave it out; at the end one short
// transaction under the lock of the writers changes and removes what stood before, gives the history its revision and
// takes the note away: then all of it is there. Others read and write meanwhile. One that is cut off is removed by
// whoever opens the store, or imports, when nothing has been heard of it for a while.

// importFrom is how many entries a change set of one transaction has at most.
const importFrom = 5_000

// mostLater bounds how much of what stands an import may change or remove: it does so while it holds the lock.
const mostLater = 5_000

// errWhole says that a change set has to be written in one transaction after all.
var errWhole = errors.New("to be written in one transaction")

// importing is a change set on its way into the store.
type importing struct {
	store.Commit
	d      *Driver
	writer string
	token  int64
	base   graph.Revision
	place  int           // of the next entry
	later  []store.Entry // changes and removals

	// What the change set touches or rests on, by hash: a million things must fit.
	seed    maphash.Seed
	touches map[uint64]struct{}
}

// imported writes a large change set, parts of which have been asked for already. errWhole: nothing is written, others
// have touched the same, or it changes too much of what stands.
func (d *Driver) imported(
	ctx context.Context,
	c store.Commit,
	parts iter.Seq2[[]store.Entry, error],
	writer string,
) error {
	i := &importing{
		Commit:  c,
		d:       d,
		writer:  writer,
		token:   rand.Int64()>>1 | 1,
		base:    c.Set.Revision - 1,
		seed:    maphash.MakeSeed(),
		touches: map[uint64]struct{}{},
	}
	if err := d.removeStale(ctx); err != nil {
		return err
	}
	if _, err := d.write(ctx, cypherBeginImport, map[string]any{"token": i.token, "writer": writer}); err != nil {
		return err
	}
	err := i.bring(ctx, parts)
	known := true
	if err == nil {
		known, err = i.end(ctx)
	}
	if err == nil {
		return nil
	}
	if known {
		d.abandon(ctx, i.token)
	}
	if clash(err) {
		return errWhole
	}
	return err
}

// bring writes what the change set adds, and its history. A batch is made ready while the server writes the one before.
func (i *importing) bring(ctx context.Context, parts iter.Seq2[[]store.Entry, error]) error {
	for batch, err := range store.Ahead(i.batches(parts), 1) {
		if err != nil {
			return err
		}
		err = i.d.writing(ctx, i.d.writeWithin, func(tx neo4j.ManagedTransaction) error {
			ask := ask(ctx, tx)
			if err := i.goesOn(ask); err != nil {
				return err
			}
			for _, s := range batch {
				if err := s.write(ask); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// batches are the steps of one transaction each. The history comes before what it tells of, so that whoever clears up
// after an import that was cut off finds all of it; and as much at a time as makes an import, for its index of subjects
// is made anew at the end of each transaction.
func (i *importing) batches(parts iter.Seq2[[]store.Entry, error]) iter.Seq2[[]step, error] {
	return func(yield func([]step, error) bool) {
		for group, err := range inGroups(parts, i.d.importFrom) {
			if err != nil {
				yield(nil, err)
				return
			}
			for entries := range slices.Chunk(group, max(2*i.d.importFrom, together)) { // a part may be everything
				history, err := i.tell(entries)
				if !yield([]step{{cypherInsertHistory, history}}, err) || err != nil {
					return
				}
				for some := range slices.Chunk(entries, together) {
					if !yield(additions(some, i.token), nil) {
						return
					}
				}
			}
		}
	}
}

// tell makes the history of entries, and remembers of them what is needed at the end.
func (i *importing) tell(entries []store.Entry) ([]any, error) {
	for _, e := range entries {
		i.note(e)
		if e.Before != nil {
			i.later = append(i.later, e)
		}
	}
	if len(i.later) > mostLater {
		return nil, errWhole
	}
	history, err := packs(0, entries, i.place)
	for _, row := range history {
		row.(properties)[propImport] = i.token
	}
	i.place += len(entries)
	return history, err
}

// additions are what entries add, as an import brings it: the server writes fastest by statements that name a label or
// a type.
func additions(entries []store.Entry, token int64) (steps []step) {
	nodes, relations := map[graph.Kind][]any{}, map[graph.RelationType][]any{}
	for _, e := range entries {
		switch {
		case e.Before != nil:
		case e.After.Node != nil:
			props := nodeProperties(e.After.Node)
			props[propImport] = token
			nodes[e.After.Node.Kind] = append(nodes[e.After.Node.Kind], properties{"props": props})
		default:
			row := relationRow(e.After.Relation)
			row["props"].(properties)[propImport] = token
			relations[e.After.Relation.Type] = append(relations[e.After.Relation.Type], row)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(nodes)) {
		named := strings.ReplaceAll(cypherInsertNodes, "$(row.props._label)", string(kind))
		steps = append(steps, step{named, nodes[kind]})
	}
	for _, kind := range slices.Sorted(maps.Keys(relations)) {
		named := strings.ReplaceAll(cypherInsertRelations, "$(row.type)", string(kind))
		steps = append(steps, step{named, relations[kind]})
	}
	return steps
}

// goesOn says that the import is alive, and notices when others have given it up.
func (i *importing) goesOn(ask asking) error {
	rows, err := ask(cypherGoesOn, map[string]any{"token": i.token})
	if err == nil && rows[0].integer("found") == 0 {
		err = &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "the import stood still so long that it was given up, nothing was changed",
			Fix:     "import again",
		}
	}
	return err
}

// note remembers what an entry touches and rests on.
func (i *importing) note(e store.Entry) {
	i.add(e.Subject)
	for _, t := range []*store.Thing{e.Before, e.After} {
		switch {
		case t == nil:
		case t.Node != nil:
			i.add(string(t.Node.Prov.Source))
			if code := t.Node.Attrs.Text("credit_code"); code != "" {
				i.add("code " + code)
			}
		default:
			i.add(string(t.Relation.From))
			i.add(string(t.Relation.To))
			i.add(string(t.Relation.Prov.Source))
			if noRing(t.Relation.Type) {
				i.add("type " + string(t.Relation.Type))
			}
		}
	}
}

func noRing(t graph.RelationType) bool {
	spec, _ := graph.RelationOf(t)
	return spec.Shape.Has(graph.NoRing)
}

func (i *importing) add(s string) { i.touches[maphash.String(i.seed, s)] = struct{}{} }

func (i *importing) has(s string) bool {
	_, ok := i.touches[maphash.String(i.seed, s)]
	return ok
}

// meets tells whether what another change set did could make this one another.
func (i *importing) meets(e store.Entry) bool {
	if i.has(e.Subject) {
		return true
	}
	t := cmp.Or(e.After, e.Before)
	if t.Node != nil {
		return i.has("code " + t.Node.Attrs.Text("credit_code"))
	}
	return i.has(string(t.Relation.From)) || i.has(string(t.Relation.To)) || i.has("type "+string(t.Relation.Type))
}

// end makes the import part of the store. known is false when it is not known whether it is.
func (i *importing) end(ctx context.Context) (known bool, err error) {
	_, known, err = i.d.locked(ctx, i.Set, i.writer, i.d.writeWithin, func(ask asking, newest store.ChangeSet) error {
		if err := i.goesOn(ask); err != nil {
			return err
		}
		if err := i.onto(ctx, newest); err != nil {
			return err
		}
		set, err := setProperties(*i.Set, i.writer)
		if err != nil {
			return err
		}
		set["import"] = i.token
		for _, s := range steps(i.later) {
			if err := s.write(ask); err != nil {
				return err
			}
		}
		for _, s := range []struct {
			statement string
			params    properties
		}{
			{cypherNumberHistory, properties{"token": i.token, "revision": int64(i.Set.Revision)}},
			{cypherPutChangeSet, properties{"set": set}},
			{cypherEndImport, properties{"token": i.token}},
		} {
			if _, err := ask(s.statement, s.params); err != nil {
				return err
			}
		}
		return nil
	})
	return known, err
}

// onto gives the change set the number after a head, if nothing that came in between has to do with it.
func (i *importing) onto(ctx context.Context, newest store.ChangeSet) error {
	if newest.Revision == i.Set.Revision-1 {
		return nil
	}
	if i.Moved == nil {
		return store.ErrMoved
	}
	if newest.Revision < i.base {
		return errWhole
	}
	if key := i.Set.Request.Key; key != "" { // somebody may have done the same
		if set, err := i.d.Requested(ctx, key); err != nil || set.Revision > i.base {
			return cmp.Or(err, errWhole)
		}
	}
	for e, err := range i.d.Entries(ctx, store.Entries{From: i.base, To: newest.Revision}) {
		if err != nil {
			return err
		}
		if i.meets(e) {
			return errWhole
		}
	}
	i.Set.Revision = newest.Revision + 1
	if i.Set.Time.Before(newest.Time) {
		i.Set.Time = newest.Time
	}
	return nil
}

// clash tells whether something was to be added that is there, be it seen or not.
func clash(err error) bool {
	var server *neo4j.Neo4jError
	return errors.As(err, &server) && strings.HasSuffix(server.Code, ".ConstraintValidationFailed")
}

// clashed says what a clash means: that somebody imports the same, if anybody imports.
func (d *Driver) clashed(ctx context.Context, err error) error {
	rows, looking := d.read(ctx, cypherImports, nil)
	if looking != nil || rows[0].integer("found") == 0 {
		return err
	}
	return &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: "an import that is going on, or was just cut off, brings the same things; nothing was changed",
		Fix:     "try again when it has ended, or in a minute",
		Err:     err,
	}
}

// abandon removes what an import of this program has brought. When that fails, it is done before the next import.
func (d *Driver) abandon(ctx context.Context, token int64) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.writeWithin)
	defer cancel()
	if err := d.remove(within, token); err != nil {
		d.left.Store(token, true)
	}
}

// removeStale removes what imports have left that were cut off: those of this program, and others of which nothing was
// heard for a while.
func (d *Driver) removeStale(ctx context.Context) error {
	var tokens []int64
	for token := range d.left.Range {
		tokens = append(tokens, token.(int64))
	}
	rows, err := d.write(ctx, cypherGiveUp, map[string]any{"milliseconds": d.staleAfter.Milliseconds()})
	if err != nil {
		return err
	}
	for _, r := range rows {
		tokens = append(tokens, r.integer("token"))
	}
	for _, token := range tokens {
		if err := d.remove(ctx, token); err != nil {
			return err
		}
		d.left.Delete(token)
	}
	return nil
}

// packsRemoved is how many nodes of the history are taken back in one transaction, with what they tell of.
const packsRemoved = 8

// remove takes back what an import has brought, in short transactions, the note of it last. What it tells of is in its
// history.
func (d *Driver) remove(ctx context.Context, token int64) error {
	params := func(more properties) properties {
		more["token"] = token
		return more
	}
	for {
		rows, err := d.read(ctx, cypherLeftHistory, params(properties{"limit": packsRemoved}))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			_, err := d.write(ctx, cypherEndImport, params(properties{}))
			return err
		}
		var nodes, relations []any
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.text("id")
			entries, err := r.entries()
			if err != nil {
				return err
			}
			for _, e := range entries {
				switch {
				case e.Before != nil:
				case e.After.Node != nil:
					nodes = append(nodes, properties{"id": e.Subject})
				default:
					relations = append(relations, keyRow(e.After.Relation.RelationKey))
				}
			}
		}
		err = d.writing(ctx, d.writeWithin, func(tx neo4j.ManagedTransaction) error {
			ask := ask(ctx, tx)
			_, err := ask(cypherRemoveRelations, params(properties{"rows": relations}))
			if err == nil {
				_, err = ask(cypherRemoveNodes, params(properties{"rows": nodes}))
			}
			if err == nil {
				_, err = ask(cypherRemoveHistory, params(properties{"ids": ids}))
			}
			return err
		})
		if err != nil {
			return err
		}
	}
}

// things reads nodes or relations, which stand in a column, without those of imports that have not ended.
func (d *Driver) things(
	ctx context.Context,
	statement string,
	params map[string]any,
	column string,
) (rows []record, err error) {
	err = d.reading(ctx, func(ask asking) error {
		if rows, err = ask(statement, params); err == nil {
			rows, err = d.ended(ask, rows, column)
		}
		return err
	})
	return rows, err
}

// ended leaves out what imports have brought that have not ended. One that has, has a change set, and is remembered.
func (d *Driver) ended(ask asking, rows []record, column string) ([]record, error) {
	unknown := map[int64]bool{}
	for _, r := range rows {
		if token := r.within(column).integer(propImport); token != 0 {
			if _, known := d.done.Load(token); !known {
				unknown[token] = true
			}
		}
	}
	if len(unknown) == 0 {
		return rows, nil
	}
	found, err := ask(cypherImported, map[string]any{"tokens": slices.Collect(maps.Keys(unknown))})
	for _, r := range found {
		d.done.Store(r.integer("token"), true)
		delete(unknown, r.integer("token"))
	}
	return slices.DeleteFunc(rows, func(r record) bool { return unknown[r.within(column).integer(propImport)] }), err
}

// gathered asks for parts of a change set until they hold more than some entries. What it has is given first when the
// parts are asked for, and then the rest.
func gathered(entries iter.Seq2[[]store.Entry, error], most int) (large bool, parts iter.Seq2[[]store.Entry, error],
	stop func()) {
	next, stop := iter.Pull2(entries)
	type item struct {
		part []store.Entry
		err  error
	}
	var has []item
	n, more := 0, true
	for more && n <= most {
		var i item
		if i.part, i.err, more = next(); !more {
			break
		}
		has = append(has, i)
		if n += len(i.part); i.err != nil {
			break
		}
	}
	return n > most, func(yield func([]store.Entry, error) bool) {
		for _, i := range has {
			if !yield(i.part, i.err) {
				return
			}
		}
		for {
			part, err, more := next()
			if !more || !yield(part, err) {
				return
			}
		}
	}, stop
}

// inGroups joins parts until they hold so many entries, or there are no more.
func inGroups(parts iter.Seq2[[]store.Entry, error], least int) iter.Seq2[[]store.Entry, error] {
	return func(yield func([]store.Entry, error) bool) {
		var group []store.Entry
		for part, err := range parts {
			if err != nil {
				yield(nil, err)
				return
			}
			group = append(group, part...)
			if len(group) < least {
				continue
			}
			if !yield(group, nil) {
				return
			}
			group = nil
		}
		if len(group) > 0 {
			yield(group, nil)
		}
	}
}

// staleAfter is how long nothing may be heard of an import.
const staleAfter = time.Minute
