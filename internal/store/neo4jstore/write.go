package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// together is how many rows one statement writes.
const together = 2_000

// Commit implements store.Driver.
//
// Readers of Neo4j take no locks and may see a transaction half applied, so a revision goes through two steps: one
// transaction, which holds the lock on the head node from its start until all is applied, writes the change set; a
// second one publishes its number. Who reads a published revision therefore reads all of it. A change set whose writer
// died in between is published by the next writer, or when a store is opened.
//
// The driver may run the transaction again after a failure that passes; when it is not known whether a commit reached
// the server, the store is asked whether this writer's change set is there.
func (d *Driver) Commit(ctx context.Context, c store.Commit) error {
	writer := rand.Text()
	switch err := d.commit(ctx, c, writer); {
	case errors.Is(err, store.ErrMoved):
		if err := d.publishNewest(ctx); err != nil {
			return err
		}
		return store.ErrMoved
	case err != nil:
		return err
	}
	return d.publish(context.WithoutCancel(ctx), c.Set.Revision) // it is written: it must show
}

func (d *Driver) commit(ctx context.Context, c store.Commit, writer string) error {
	asked := 0 // how many times a commit may have reached the server
	session := d.session(ctx, neo4j.AccessModeWrite)
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		if err := (&commit{c, writer, ask(ctx, tx)}).write(); err != nil {
			return nil, err
		}
		asked++
		return nil, nil
	})
	d.end(ctx, session)
	if err == nil || asked == 0 {
		return d.explain(ctx, err)
	}
	switch landed, looking := d.landed(ctx, c.Set.Revision, writer); {
	case landed:
		return nil
	case looking != nil:
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "the database went away while it wrote; it is not known whether the change is there",
			Fix: fmt.Sprintf(
				"when it is back, look in the history for revision %d before trying again",
				c.Set.Revision,
			),
			Err: err,
		}
	}
	return d.explain(ctx, err)
}

func (d *Driver) publish(ctx context.Context, r graph.Revision) error {
	within, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	session := d.session(within, neo4j.AccessModeWrite)
	defer d.end(within, session)
	_, err := session.ExecuteWrite(within, func(tx neo4j.ManagedTransaction) (any, error) {
		return ask(within, tx)(cypherPublish, map[string]any{"revision": int64(r)})
	})
	return d.explain(ctx, err)
}

// publishNewest publishes what a writer that died has left behind.
func (d *Driver) publishNewest(ctx context.Context) error {
	newest, err := d.newest(ctx)
	if err != nil || newest.Revision == 0 {
		return err
	}
	return d.publish(ctx, newest.Revision)
}

// newest waits until no change set is being written and returns the newest one, published or not.
func (d *Driver) newest(ctx context.Context) (set store.ChangeSet, err error) {
	session := d.session(ctx, neo4j.AccessModeWrite)
	defer d.end(ctx, session)
	_, err = session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		set, err = lockedNewest(ask(ctx, tx), "")
		if err != nil {
			return nil, err
		}
		return nil, errLooked
	})
	if errors.Is(err, errLooked) {
		err = nil
	}
	return set, d.explain(ctx, err)
}

// errLooked ends a transaction that only wanted the lock, so that it writes nothing.
var errLooked = errors.New("looked")

// lockedNewest takes the lock of the head and returns the newest change set, the zero one of an empty store.
func lockedNewest(ask asking, writer string) (store.ChangeSet, error) {
	if _, err := ask(cypherLockHead, map[string]any{"writer": writer}); err != nil {
		return store.ChangeSet{}, err
	}
	rows, err := ask(cypherNewest, nil)
	if err != nil || len(rows) == 0 {
		return store.ChangeSet{}, err
	}
	return rows[0].within("set").changeSet()
}

// landed asks whether a writer's change set is in the store, even when the caller's context has ended.
func (d *Driver) landed(ctx context.Context, r graph.Revision, writer string) (bool, error) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookWithin)
	defer cancel()
	for {
		rows, err := d.read(within, cypherLanded, map[string]any{"revision": int64(r), "writer": writer})
		if err == nil {
			return rows[0].integer("found") > 0, nil
		}
		if within.Err() != nil || graph.CodeOf(err) != graph.CodeUnavailable {
			return false, err
		}
	}
}

// commit writes one change set inside a transaction.
type commit struct {
	store.Commit
	writer string
	ask    asking
}

func (c *commit) write() error {
	newest, err := lockedNewest(c.ask, c.writer)
	if err != nil {
		return err
	}
	if err := c.Fits(newest); err != nil {
		return err
	}
	place := 0
	for entries, err := range c.Entries {
		if err != nil {
			return err
		}
		steps, err := steps(entries, place)
		if err != nil {
			return err
		}
		for _, step := range steps {
			if err := c.batches(step); err != nil {
				return err
			}
		}
		place += len(entries)
	}
	set, err := setProperties(*c.Set, c.writer)
	if err != nil {
		return err
	}
	_, err = c.ask(cypherPutChangeSet, map[string]any{"set": set})
	return err
}

// step is rows that one statement writes.
type step struct {
	statement string
	rows      []any
}

// steps sorts a part of the entries by what is to be done, in an order in which every relation finds its ends: history,
// deletions (relations before nodes), nodes, relations.
func steps(entries []store.Entry, place int) ([]step, error) {
	history := step{cypherInsertEntries, make([]any, len(entries))}
	deleteRelations, deleteNodes := step{statement: cypherDeleteRelations}, step{statement: cypherDeleteNodes}
	insertNodes, updateNodes := step{statement: cypherInsertNodes}, step{statement: cypherUpdateNodes}
	insertRelations, updateRelations := step{statement: cypherInsertRelations}, step{statement: cypherUpdateRelations}
	for i, e := range entries {
		row, err := entryRow(place+i, e)
		if err != nil {
			return nil, err
		}
		history.rows[i] = row
		isNode := cmp.Or(e.After, e.Before).Node != nil
		switch {
		case e.After == nil && isNode:
			deleteNodes.add(properties{"id": string(e.Before.Node.ID)})
		case e.After == nil:
			deleteRelations.add(keyRow(e.Before.Relation.RelationKey))
		case e.Before == nil && isNode:
			insertNodes.add(properties{"props": nodeProperties(e.After.Node)})
		case e.Before == nil:
			insertRelations.add(relationRow(e.After.Relation))
		case isNode:
			updateNodes.add(properties{"props": nodeProperties(e.After.Node)})
		default:
			updateRelations.add(relationRow(e.After.Relation))
		}
	}
	return []step{history, deleteRelations, deleteNodes, insertNodes, updateNodes, insertRelations, updateRelations}, nil
}

func (s *step) add(row properties) { s.rows = append(s.rows, row) }

func relationRow(r *graph.Relation) properties {
	row := keyRow(r.RelationKey)
	row["props"] = factProperties(r.Attrs, r.Prov)
	return row
}

// batches writes a step. A row that finds nothing to write on would vanish silently, so the rows written are counted.
func (c *commit) batches(s step) error {
	for part := range slices.Chunk(s.rows, together) {
		result, err := c.ask(s.statement, map[string]any{"rows": part, "revision": int64(c.Set.Revision)})
		if err != nil {
			return err
		}
		if written := result[0].integer("written"); written != int64(len(part)) {
			return fmt.Errorf("neo4j wrote %d of %d rows: %s", written, len(part), s.statement)
		}
	}
	return nil
}

// Keep implements store.Driver. The constraint on names lets only one of two at once win.
func (d *Driver) Keep(ctx context.Context, k store.Item) (stays store.Item, err error) {
	session := d.session(ctx, neo4j.AccessModeWrite)
	defer d.end(ctx, session)
	_, err = session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		rows, err := ask(ctx, tx)(cypherKeep, map[string]any{
			"shelf":    k.Shelf,
			"name":     k.Name,
			"revision": int64(k.Revision),
			"value":    k.Value,
		})
		if err == nil {
			stays = rows[0].within("item").item()
		}
		return nil, err
	})
	return stays, d.explain(ctx, err)
}

// Clear implements store.Driver, step by step: one transaction could be too large. A clearing that was cut off is
// finished when the store is opened next.
func (d *Driver) Clear(ctx context.Context) error {
	for _, statement := range []string{cypherClearBegin, cypherClearThings, cypherClearEnd} {
		if err := d.run(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}
