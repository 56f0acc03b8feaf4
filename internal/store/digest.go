package store

import (
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	stdhash "hash"
	"iter"
	"slices"

	"chainchief/graph"
)

// Digest is what a store holds in one value: stores with the same nodes, relations and history, in whatever database,
// have the same.
type Digest struct {
	Revision  graph.Revision `json:"revision"`
	Nodes     int            `json:"nodes"` // pooled ones too
	Relations int            `json:"relations"`
	Entries   int            `json:"entries"` // of the history
	SHA256    string         `json:"sha256"`
}

// digestPage is how many nodes are read at once.
const digestPage = 2_000

// Checkpoint is how far the history of a store was verified, to go on from there.
type Checkpoint struct {
	Set     ChangeSet `json:"set"` // the last one that was taken in
	Entries int       `json:"entries"`
	Sum     []byte    `json:"sum"`
	Balance balance   `json:"balance"`
}

// Digest is Verify from the beginning, to the end.
func (s *Store) Digest(ctx context.Context) (Digest, error) {
	return s.Verify(ctx, nil, func(Checkpoint) error { return nil })
}

// Verify reads everything and checks that what stands follows from the history: that each change set did as much as it
// says, and that all of them together leave just the nodes and relations that are there. Others may write meanwhile:
// what stood at the head when it began is verified. It goes on from a checkpoint, when the store still has its change
// set, and hands on further ones after each change set; an error of keep ends it. graph.CodeDamagedStore when something
// does not follow.
func (s *Store) Verify(ctx context.Context, from *Checkpoint, keep func(Checkpoint) error) (Digest, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return Digest{}, err
	}
	d := digest{Digest: Digest{Revision: head.Revision}, store: s.pastOf(head), sum: sha256.New(), keep: keep}
	begin, err := d.resume(ctx, from)
	if err != nil {
		return Digest{}, err
	}
	if err := d.history(ctx, begin); err != nil {
		return Digest{}, err
	}
	if err := d.things(ctx); err != nil {
		return Digest{}, err
	}
	if d.balance != (balance{}) {
		return Digest{}, damaged("what stands does not follow from the history")
	}
	d.SHA256 = hex.EncodeToString(d.sum.Sum(nil))
	return d.Digest, nil
}

func damaged(what string) error {
	return &graph.Error{
		Code:    graph.CodeDamagedStore,
		Message: what,
		Fix:     "put a backup in its place, or copy the store from another with push",
	}
}

// digest is a digest in the making.
type digest struct {
	Digest
	store   *Store // as it stood at the head
	sum     stdhash.Hash
	balance balance
	keep    func(Checkpoint) error
}

// resume takes over a checkpoint and returns the revision that it reaches to; 0 when the store has another history.
func (d *digest) resume(ctx context.Context, from *Checkpoint) (graph.Revision, error) {
	if from == nil || from.Set.Revision > d.Revision {
		return 0, nil
	}
	set, err := d.store.ChangeSet(ctx, from.Set.Revision)
	if err != nil {
		return 0, err
	}
	set.Request = from.Set.Request // that is not kept
	state, ok := d.sum.(encoding.BinaryUnmarshaler)
	if !ok || set != from.Set {
		return 0, nil
	}
	if err := state.UnmarshalBinary(from.Sum); err != nil { // of another program: begin anew
		d.sum = sha256.New()
		return 0, nil //nolint:nilerr // that it does not fit is no fault
	}
	d.Entries, d.balance = from.Entries, from.Balance
	return from.Set.Revision, nil
}

func (d *digest) checkpoint(set ChangeSet) error {
	state, ok := d.sum.(encoding.BinaryMarshaler)
	if !ok {
		return nil
	}
	sum, err := state.MarshalBinary()
	if err != nil {
		return err
	}
	return d.keep(Checkpoint{Set: set, Entries: d.Entries, Sum: sum, Balance: d.balance})
}

// balance is a sum of hashes in four lanes: every thing that came adds its hash, every thing that went or stands takes
// it away again, in whatever order.
type balance [4]uint64

func (b *balance) move(sum [sha256.Size]byte, sign uint64) {
	for i := range b {
		b[i] += sign * binary.LittleEndian.Uint64(sum[8*i:])
	}
}

const came, went = uint64(1), ^uint64(0)

// thing takes in a thing that came, went or stands; nil is nothing.
func (d *digest) thing(t *Thing, sign uint64) error {
	if t == nil {
		_, err := d.sum.Write([]byte{'\n'})
		return err
	}
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	d.balance.move(sum, sign)
	_, err = d.sum.Write(sum[:])
	return err
}

// setsAtOnce is how many change sets are read before their entries are.
const setsAtOnce = 200

func (d *digest) history(ctx context.Context, begin graph.Revision) error {
	for from := begin; from < d.Revision; {
		to := min(from+setsAtOnce, d.Revision)
		sets, err := d.store.History(ctx, "", to+1, int(to-from))
		if err != nil {
			return err
		}
		slices.Reverse(sets)
		if len(sets) != int(to-from) || sets[0].Revision != from+1 {
			return damaged(fmt.Sprintf("a revision between %d and %d is missing", from+1, to))
		}
		if err := d.sets(ctx, sets); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// sets takes in change sets, oldest first, each with its entries.
func (d *digest) sets(ctx context.Context, sets []ChangeSet) error {
	left, next := Counts{}, 0
	end := func() error {
		if left != (Counts{}) {
			return damaged(fmt.Sprintf("revision %d says that it did more, or less, than it did", sets[next-1].Revision))
		}
		return d.checkpoint(sets[next-1])
	}
	begin := func() error {
		if next > 0 {
			if err := end(); err != nil {
				return err
			}
		}
		set := sets[next]
		left = set.Counts
		next++
		_, err := fmt.Fprintf(d.sum, "%d %d %q %q %d %v\n", set.Revision, set.Time.UnixMilli(), set.Actor, set.Reason,
			set.Undoes, set.Counts)
		return err
	}
	q := Entries{From: sets[0].Revision - 1, To: sets[len(sets)-1].Revision}
	entries := inBatches(d.store.driver.Entries(ctx, q), digestBatch)
	for batch, err := range Ahead(entries, 4) { // reading takes as long as adding up
		if err != nil {
			return wrap("read the history", err)
		}
		for _, e := range batch {
			for next == 0 || next < len(sets) && sets[next-1].Revision < e.Revision {
				if err := begin(); err != nil {
					return err
				}
			}
			d.Entries++
			left = left.less(e)
			_, err := fmt.Fprintln(d.sum, e.Revision, e.Subject, e.Pool)
			if err = errors.Join(err, d.thing(e.Before, went), d.thing(e.After, came)); err != nil {
				return err
			}
		}
	}
	for next < len(sets) {
		if err := begin(); err != nil {
			return err
		}
	}
	return end()
}

// digestBatch is how many entries are handed on at a time while others are read.
const digestBatch = 500

// inBatches gives so many items at a time, and at the end those that are left, which may be none.
func inBatches[T any](seq iter.Seq2[T, error], size int) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var batch []T
		for v, err := range seq {
			if err != nil {
				yield(nil, err)
				return
			}
			if batch = append(batch, v); len(batch) < size {
				continue
			}
			if !yield(batch, nil) {
				return
			}
			batch = nil
		}
		yield(batch, nil)
	}
}

// less takes an entry off.
func (c Counts) less(e Entry) Counts {
	one := Count([]Entry{e})
	return Counts{c.NodesCreated - one.NodesCreated, c.NodesUpdated - one.NodesUpdated, c.NodesDeleted - one.NodesDeleted,
		c.RelationsCreated - one.RelationsCreated, c.RelationsUpdated - one.RelationsUpdated,
		c.RelationsDeleted - one.RelationsDeleted}
}

func (d *digest) things(ctx context.Context) error {
	for _, kind := range graph.Kinds {
		q := List{Kind: kind.Kind, Pool: true, Limit: digestPage, Uncounted: true}
		for more := true; more; {
			nodes, next, _, err := d.store.List(ctx, q)
			if err != nil {
				return err
			}
			if err := d.page(ctx, nodes); err != nil {
				return err
			}
			if more = next != nil; more {
				q.After = *next
			}
		}
	}
	return nil
}

// page takes in nodes and the relations that begin at them.
func (d *digest) page(ctx context.Context, nodes []graph.Node) error {
	ids := make([]graph.ID, len(nodes))
	here := make(map[graph.ID]bool, len(nodes))
	for i := range nodes {
		ids[i], here[nodes[i].ID] = nodes[i].ID, true
		if err := d.thing(&Thing{Node: &nodes[i]}, went); err != nil {
			return err
		}
	}
	d.Nodes += len(nodes)
	relations, err := d.store.driver.Relations(ctx, nil, ids)
	if err != nil {
		return wrap("read relations", err)
	}
	for i := range relations {
		if !here[relations[i].From] {
			continue
		}
		d.Relations++
		if err := d.thing(&Thing{Relation: &relations[i]}, went); err != nil {
			return err
		}
	}
	return nil
}
