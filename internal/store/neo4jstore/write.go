package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// together is how many rows one statement writes.
const together = 2_000

// Commit implements store.Driver.
//
// Readers of Neo4j take no locks and may see a transaction half applied, so a revision goes through three steps: a
// transaction, which holds the lock of the writers until all of it is applied, writes the change set; just before it is
// applied another one announces its number; and a third one publishes it. Who reads a published revision therefore
// reads all of it, and who reads everything knows from what was announced which revisions there may be parts of. A
// change set whose writer died in between is published by the next writer, or when a store is opened.
//
// The driver may run the transaction again after a failure that passes; when it is not known whether a commit reached
// the server, the store is asked whether this writer's change set is there.
//
// A large change set does not fit into one transaction without stopping everybody: see import.go.
func (d *Driver) Commit(ctx context.Context, c store.Commit) error {
	writer := rand.Text()
	large, parts, stop := gathered(c.Entries, d.importFrom)
	defer stop()
	on, err := graph.Revision(0), errWhole
	if large {
		err = d.imported(ctx, c, parts, writer)
		stop() // the parts may be asked for again
	}
	if errors.Is(err, errWhole) {
		if on, err = d.commit(ctx, c, parts, large, writer); clash(err) {
			err = d.clashed(ctx, err)
		}
	}
	after := context.WithoutCancel(ctx)
	if err != nil {
		if on > 0 { // whoever wrote that may have died before it was published
			_ = d.publish(after, on, writer)
		}
		return err
	}
	if err := d.publish(after, c.Set.Revision, writer); err != nil {
		d.owed.Store(int64(c.Set.Revision)) // it is written all the same
	}
	return nil
}

// commit writes a change set in one transaction and returns the newest revision that it found. What was gathered of it
// fits a head that has not moved.
func (d *Driver) commit(
	ctx context.Context,
	c store.Commit,
	gathered iter.Seq2[[]store.Entry, error],
	large bool,
	writer string,
) (graph.Revision, error) {
	limit := d.writeWithin
	if large {
		limit, gathered = d.importWithin, c.Entries
	}
	on, _, err := d.locked(ctx, c.Set, writer, limit, func(ask asking, newest store.ChangeSet) error {
		if newest.Revision != c.Set.Revision-1 {
			gathered = c.Entries
		}
		if err := c.Fits(newest); err != nil {
			return err
		}
		return (&commit{c.Set, writer, ask}).write(gathered)
	})
	return on, err
}

// locked runs work that writes a change set while nobody else writes, on the newest one, whose revision it returns. The
// work may be run again. known is false when it is not known whether the change set was written.
func (d *Driver) locked(
	ctx context.Context,
	set *store.ChangeSet,
	writer string,
	limit time.Duration,
	work func(ask asking, newest store.ChangeSet) error,
) (on graph.Revision, known bool, err error) {
	asked := 0 // how many times a commit may have reached the server
	err = d.writing(ctx, limit, func(tx neo4j.ManagedTransaction) error {
		if err := d.lock(ctx, tx, writer); err != nil {
			return err
		}
		newest, err := newest(ask(ctx, tx))
		if err != nil {
			return err
		}
		on = newest.Revision
		if err := work(ask(ctx, tx), newest); err != nil {
			return err
		}
		if err := d.announce(ctx, set.Revision, writer); err != nil {
			return err
		}
		asked++
		return nil
	})
	if err == nil || asked == 0 {
		return on, true, err
	}
	switch landed, looking := d.landed(ctx, set.Revision, writer); {
	case landed:
		return on, true, nil
	case looking != nil:
		return on, false, &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "the database went away while it wrote; it is not known whether the change is there",
			Fix: fmt.Sprintf(
				"when it is back, look in the history for revision %d before trying again",
				set.Revision,
			),
			Err: err,
		}
	}
	_, _ = d.settle(context.WithoutCancel(ctx)) // so that nobody waits for what was announced
	return on, true, err
}

// writing runs work in a write transaction that the driver may repeat. The server ends one that takes longer than the
// limit, so that a writer that stands still does not stop the others for ever.
func (d *Driver) writing(
	ctx context.Context,
	limit time.Duration,
	work func(neo4j.ManagedTransaction) error,
) error {
	session := d.session(ctx, neo4j.AccessModeWrite)
	defer d.end(ctx, session)
	_, err := session.ExecuteWrite(
		ctx,
		func(tx neo4j.ManagedTransaction) (any, error) { return nil, work(tx) },
		neo4j.WithTxTimeout(limit),
	)
	return d.explain(ctx, err)
}

// write runs one statement in a short transaction.
func (d *Driver) write(ctx context.Context, statement string, params map[string]any) (rows []record, err error) {
	err = d.writing(ctx, d.writeWithin, func(tx neo4j.ManagedTransaction) error {
		rows, err = ask(ctx, tx)(statement, params)
		return err
	})
	return rows, err
}

// lock makes others that write wait until the transaction ends.
func (d *Driver) lock(ctx context.Context, tx neo4j.ManagedTransaction, writer string) error {
	within, cancel := context.WithTimeout(ctx, d.lockWithin)
	defer cancel()
	rows, err := ask(within, tx)(cypherLockWriter, map[string]any{"writer": writer})
	if err == nil && rows[0].integer("locked") == 0 {
		return &graph.Error{
			Code:    graph.CodeDamagedStore,
			Message: "the store lacks the node that writers lock",
			Fix:     "put a backup in its place, or copy the store from another with push",
		}
	}
	if err != nil && within.Err() != nil && ctx.Err() == nil {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("somebody else has been writing to the store for more than %s", d.lockWithin),
			Fix:     "nothing was changed; try again when they have finished",
			Err:     err,
		}
	}
	return err
}

// newest returns the newest change set, published or not; the zero one of an empty store.
func newest(ask asking) (store.ChangeSet, error) {
	rows, err := ask(cypherNewest, nil)
	if err != nil || len(rows) == 0 {
		return store.ChangeSet{}, err
	}
	return rows[0].within("set").changeSet()
}

// announce says that a revision will be applied; who says so holds the lock.
func (d *Driver) announce(ctx context.Context, r graph.Revision, writer string) error {
	_, err := d.write(ctx, cypherAnnounce, map[string]any{"revision": int64(r), "writer": writer})
	return err
}

// publish makes a revision, and all before it, the one that readers start from.
func (d *Driver) publish(ctx context.Context, r graph.Revision, writer string) error {
	within, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	_, err := d.write(within, cypherPublish, map[string]any{"revision": int64(r), "writer": writer})
	return err
}

// settle publishes what a writer that died has left behind, and takes back what one has announced and not written, when
// nobody is writing at this moment; else it returns false.
func (d *Driver) settle(ctx context.Context) (bool, error) {
	within, cancel := context.WithTimeout(ctx, atOnce)
	defer cancel()
	err := d.writing(within, atOnce, func(tx neo4j.ManagedTransaction) error {
		if err := d.lock(within, tx, ""); err != nil {
			return err
		}
		newest, err := newest(ask(within, tx))
		if err == nil {
			_, err = ask(within, tx)(cypherSettle, map[string]any{"revision": int64(newest.Revision)})
		}
		return err
	})
	if err != nil && (within.Err() != nil || graph.CodeOf(err) == graph.CodeTimeout) {
		return false, ctx.Err()
	}
	return err == nil, err
}

// settleLeft is settle when there is anything to be put right.
func (d *Driver) settleLeft(ctx context.Context) error {
	var left bool
	err := d.reading(ctx, func(ask asking) error {
		newest, err := newest(ask)
		if err != nil {
			return err
		}
		rows, err := ask(cypherAnnounced, nil)
		left = err == nil && len(rows) > 0 &&
			(rows[0].integer("revision") < int64(newest.Revision) ||
				rows[0].integer("announced") > int64(newest.Revision))
		return err
	})
	if err == nil && left {
		_, err = d.settle(ctx)
	}
	return err
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
	set    *store.ChangeSet
	writer string
	ask    asking
}

func (c *commit) write(parts iter.Seq2[[]store.Entry, error]) error {
	place := 0
	for entries, err := range parts {
		if err != nil {
			return err
		}
		history, err := packs(c.set.Revision, entries, place)
		if err != nil {
			return err
		}
		for _, s := range append([]step{{cypherInsertHistory, history}}, steps(entries)...) {
			if err := s.write(c.ask); err != nil {
				return err
			}
		}
		place += len(entries)
	}
	set, err := setProperties(*c.set, c.writer)
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

// steps sorts a part of the entries by what is to be done, in an order in which every relation finds its ends:
// deletions (relations before nodes), nodes, relations.
func steps(entries []store.Entry) []step {
	deleteRelations, deleteNodes := step{statement: cypherDeleteRelations}, step{statement: cypherDeleteNodes}
	insertNodes, updateNodes := step{statement: cypherInsertNodes}, step{statement: cypherUpdateNodes}
	insertRelations, updateRelations := step{statement: cypherInsertRelations}, step{statement: cypherUpdateRelations}
	for _, e := range entries {
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
	return []step{deleteRelations, deleteNodes, insertNodes, updateNodes, insertRelations, updateRelations}
}

func (s *step) add(row properties) { s.rows = append(s.rows, row) }

func relationRow(r *graph.Relation) properties {
	row := keyRow(r.RelationKey)
	row["props"] = factProperties(r.Attrs, r.Prov)
	return row
}

// write runs the step. A row that finds nothing to write on would vanish silently, so the rows written are counted.
func (s *step) write(ask asking) error {
	for part := range slices.Chunk(s.rows, together) {
		result, err := ask(s.statement, map[string]any{"rows": part})
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
	rows, err := d.write(ctx, cypherKeep, map[string]any{
		"shelf":    k.Shelf,
		"name":     k.Name,
		"revision": int64(k.Revision),
		"value":    k.Value,
	})
	if err == nil {
		stays = rows[0].within("item").item()
	}
	return stays, err
}

// Clear implements store.Driver, step by step: one transaction could be too large. A clearing that was cut off is
// finished when the store is opened next.
func (d *Driver) Clear(ctx context.Context) error {
	for _, statement := range []string{cypherClearBegin, cypherClearThings, cypherClearSources, cypherClearEnd} {
		if err := d.run(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}
