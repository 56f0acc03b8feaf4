package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

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

// Digest reads everything and checks that what stands follows from the history: that each change set did as much as it
// says, and that all of them together leave just the nodes and relations that are there. graph.CodeDamagedStore when
// not, graph.CodeConflict when somebody wrote meanwhile.
func (s *Store) Digest(ctx context.Context) (Digest, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return Digest{}, err
	}
	sum := sha256.New()
	d := digest{Digest: Digest{Revision: head.Revision}, store: s, sum: sum}
	for _, step := range []func(context.Context) error{d.history, d.things} {
		if err := step(ctx); err != nil {
			return Digest{}, err
		}
	}
	now, err := s.Head(ctx)
	if err != nil {
		return Digest{}, err
	}
	if now.Revision != head.Revision {
		return Digest{}, &graph.Error{
			Code:    graph.CodeConflict,
			Message: "somebody wrote while the store was read",
			Fix:     "try again",
		}
	}
	if d.balance != (balance{}) {
		return Digest{}, damaged("what stands does not follow from the history")
	}
	d.SHA256 = hex.EncodeToString(sum.Sum(nil))
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
	store   *Store
	sum     io.Writer
	balance balance
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

func (d *digest) history(ctx context.Context) error {
	counts := map[graph.Revision]Counts{}
	for set, err := range d.store.changeSets(ctx) {
		if err != nil {
			return err
		}
		counts[set.Revision] = set.Counts
		if _, err := fmt.Fprintf(d.sum, "%d %d %q %q %d %v\n", set.Revision, set.Time.UnixMilli(), set.Actor, set.Reason,
			set.Undoes, set.Counts); err != nil {
			return err
		}
	}
	for e, err := range d.store.driver.Entries(ctx, Entries{To: d.Revision}) {
		if err != nil {
			return wrap("read the history", err)
		}
		d.Entries++
		counts[e.Revision] = counts[e.Revision].less(e)
		_, err := fmt.Fprintln(d.sum, e.Revision, e.Subject, e.Pool)
		if err = errors.Join(err, d.thing(e.Before, went), d.thing(e.After, came)); err != nil {
			return err
		}
	}
	for r, left := range counts {
		if left != (Counts{}) {
			return damaged(fmt.Sprintf("revision %d says that it did more, or less, than it did", r))
		}
	}
	return nil
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
		q := List{Kind: kind.Kind, Pool: true, Limit: digestPage}
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
