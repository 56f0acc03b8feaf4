package draft

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/identity"
	"chainchief/internal/lists"
	"chainchief/internal/store"

	lru "github.com/hashicorp/golang-lru/v2"
)

// File is what a draft is read from.
type File struct {
	Name    string
	Data    []byte
	Mapping json.RawMessage // of columns, where people have given one
	Now     *graph.Snapshot // what stands, as who asks sees it
}

// Reader turns a file into lists.
type Reader func(context.Context, File) (Read, error)

// Sight is what of a graph somebody may see, and who else sees the same. The zero one is everything.
type Sight struct {
	Key    string
	See    func(*graph.Snapshot) *graph.Snapshot
	Hides  func(of *graph.Snapshot, id graph.ID) bool // tells whether a thing of the graph is not theirs to change
	Scoped bool                                       // they work on some chains only
}

func (s Sight) of(g *graph.Snapshot) *graph.Snapshot {
	if s.See == nil {
		return g
	}
	return s.See(g)
}

// Desk is where drafts are opened and applied.
type Desk struct {
	*Shelf
	store *store.Store
	desk  *decision.Desk
	read  Reader

	opened *lru.Cache[opening, *Opened] // pages of rows are asked for one after another
}

// opening is what an opened draft is of.
type opening struct {
	id      ID
	edition int64
	head    graph.Version
	sight   string
}

// Bounds of the opened drafts that are remembered, by their number and by the rows of all of them: 100,000 new
// enterprises, with the graph as it would be, take 275 MB (docs/benchmarks.md). One draft is kept whatever its size,
// or each page of its rows would be read from the file again.
const (
	kept     = 4
	keptRows = 20_000
)

// New returns the desk of a shelf and a store.
func New(shelf *Shelf, s *store.Store, desk *decision.Desk, read Reader) *Desk {
	opened, err := lru.New[opening, *Opened](kept)
	if err != nil {
		panic(err) // kept is not positive
	}
	return &Desk{shelf, s, desk, read, opened}
}

// Opened is a draft held against what stands.
type Opened struct {
	Draft
	Rows     []lists.RowSaid
	Problems []graph.Problem // of no row
	Foreign  bool            // chainchief did not make the sheets: its columns are as people say
	Open     bool            // what a column is has still to be said: there are no rows before
	Changes  graph.Changes   // of the rows that would be taken
	Now      *graph.Snapshot
	// Before and After are what is found now, and what would be with the changes; After is nil when nothing would change,
	// or there is a problem of no row.
	Before, After *analysis.Findings
	// Alike are, by the key of a row with a new enterprise, those of the graph that it may be: a person says which.
	Alike map[string][]*graph.Node
}

// Asks tells whether something of a row is to be acknowledged before it is taken: what was read otherwise than it is
// written, or that it is another enterprise than those that look like it.
func (o *Opened) Asks(row *lists.RowSaid) bool {
	return len(row.Notes) > 0 || len(o.Alike[row.Key]) > 0
}

// Counts are the rows by state, and those that were left out or wait for somebody.
type Counts struct {
	Of      map[lists.State]int
	Left    int
	Taken   int
	Wrong   int // not left out: they are in the way
	Open    int // conflicts that nobody has decided
	Unnoted int // reminders that nobody has acknowledged
}

// Counts counts the rows.
func (o *Opened) Counts() Counts {
	c := Counts{Of: map[lists.State]int{}}
	for i := range o.Rows {
		row := &o.Rows[i]
		c.Of[row.State]++
		switch {
		case row.Left:
			c.Left++
		case row.Taken:
			c.Taken++
			if o.Asks(row) && !o.Decisions[row.Key].Noted {
				c.Unnoted++
			}
		case row.State == lists.Wrong:
			c.Wrong++
		case row.State == lists.Conflict:
			c.Open++
		}
	}
	return c
}

// Ready refuses a draft that cannot be applied yet, and says what is in the way.
func (o *Opened) Ready() error {
	c := o.Counts()
	switch {
	case len(o.Problems) > 0:
		return graph.Problems(o.Problems)
	case c.Wrong+c.Open+c.Unnoted > 0:
		return refuse("draft.not_ready",
			fmt.Sprintf("还有 %d 行有错误、%d 行有冲突未定、%d 行提醒未确认；请改正、取舍或确认后再应用", c.Wrong, c.Open, c.Unnoted),
			fmt.Sprintf("%d rows are wrong, %d conflicts are not decided, %d reminders not acknowledged; "+
				"leave them out, decide, or acknowledge them first", c.Wrong, c.Open, c.Unnoted))
	case o.Changes.Empty():
		return refuse("draft.nothing", "没有要应用的内容：表中没有与库中不同、且未被略去的行",
			"there is nothing to apply: no row that is not left out says anything new")
	}
	return nil
}

// Get is a draft as it is: one that was being applied when the program ended says whether that was done.
func (d *Desk) Get(ctx context.Context, id ID) (Draft, error) {
	dr, err := d.Shelf.Get(ctx, id)
	if err != nil {
		return dr, err
	}
	return d.settled(ctx, dr)
}

// All are the drafts of an account, or of everybody, newest first, as they are.
func (d *Desk) All(ctx context.Context, account string, everybody bool) ([]Draft, error) {
	all, err := d.Shelf.All(ctx, account, everybody)
	for i := range all {
		if all[i], err = d.settled(ctx, all[i]); err != nil {
			return nil, err
		}
	}
	return all, err
}

// settled looks whether a draft that somebody began to apply was applied.
func (d *Desk) settled(ctx context.Context, dr Draft) (Draft, error) {
	if dr.State == Applied || dr.tried == 0 {
		return dr, nil
	}
	set, err := d.made(ctx, dr)
	if err != nil || set.Revision == 0 {
		return dr, err
	}
	if _, err := d.desk.Settle(ctx); err != nil {
		return dr, err
	}
	return d.applied(ctx, dr.ID, set.Revision)
}

// made is the change set that applying a draft has made; the zero one when it has not. The history knows it for good.
func (d *Desk) made(ctx context.Context, dr Draft) (store.ChangeSet, error) {
	return d.since(ctx, dr.tried, func(set store.ChangeSet) bool { return set.Request == dr.Request() })
}

// Undone is the revision that took an applied draft back; 0 when none did.
func (d *Desk) Undone(ctx context.Context, dr Draft) (graph.Revision, error) {
	if dr.State != Applied {
		return 0, nil
	}
	set, err := d.since(ctx, dr.Revision, func(set store.ChangeSet) bool { return set.Undoes == dr.Revision })
	return set.Revision, err
}

// since is the newest change set after a revision that is wanted.
func (d *Desk) since(
	ctx context.Context,
	after graph.Revision,
	wanted func(store.ChangeSet) bool,
) (store.ChangeSet, error) {
	const page = 200
	for before := graph.Revision(0); ; {
		sets, err := d.store.History(ctx, "", before, page)
		if err != nil {
			return store.ChangeSet{}, err
		}
		for _, set := range sets {
			if set.Revision <= after {
				return store.ChangeSet{}, nil
			}
			if wanted(set) {
				return set, nil
			}
			before = set.Revision
		}
		if len(sets) < page {
			return store.ChangeSet{}, nil
		}
	}
}

// Look opens a file that is no draft yet, so that what cannot be read at all is refused before it is kept.
func (d *Desk) Look(ctx context.Context, dr Draft, data []byte, sight Sight) (*Opened, error) {
	now, err := d.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if dr.Base.Revision == 0 {
		dr.Base = now.Version()
	}
	return d.against(ctx, dr, data, now, sight)
}

// Open reads a draft and holds it against what stands now, for somebody with a sight.
func (d *Desk) Open(ctx context.Context, dr Draft, sight Sight) (*Opened, error) {
	now, err := d.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	key := opening{dr.ID, dr.Edition, now.Version(), sight.Key}
	if known, ok := d.opened.Get(key); ok {
		return known, nil
	}
	data, err := d.Content(ctx, dr.ID)
	if err != nil {
		return nil, err
	}
	o, err := d.against(ctx, dr, data, now, sight)
	if err == nil {
		d.remember(key, o)
	}
	return o, err
}

// remember keeps an opened draft, and forgets the oldest while there are too many rows.
func (d *Desk) remember(key opening, o *Opened) {
	d.opened.Add(key, o)
	rows := 0
	for _, one := range d.opened.Values() {
		rows += len(one.Rows)
	}
	for rows > keptRows && d.opened.Len() > 1 {
		_, oldest, _ := d.opened.RemoveOldest()
		rows -= len(oldest.Rows)
	}
}

func (d *Desk) against(
	ctx context.Context,
	dr Draft,
	data []byte,
	now *graph.Snapshot,
	sight Sight,
) (*Opened, error) {
	seen := sight.of(now)
	read, err := d.read(ctx, File{dr.File, data, dr.Mapping, seen})
	if err != nil {
		return nil, err
	}
	sent := read.Sent
	if len(read.Open) > 0 {
		return &Opened{Draft: dr, Now: now, Foreign: true, Open: true, Problems: read.Open}, nil
	}
	base, err := d.base(ctx, dr, sent, now)
	if err != nil {
		return nil, err
	}
	from, err := dr.From.provenance(seen)
	if err != nil {
		return nil, err
	}
	before, err := d.desk.Findings(now)
	if err != nil {
		return nil, err
	}
	r := rebased{
		Opened: &Opened{Draft: dr, Now: now, Before: before, Foreign: read.Foreign != nil},
		sent:   sent,
		sight:  sight,
		with:   lists.Against{Base: seen, Now: seen, Whole: now, From: from},
		wrong:  map[string][]graph.Problem{},
	}
	if base != now {
		r.with.Base = sight.of(base)
	}
	r.with.Decided = func(key string) lists.Decision {
		decided := dr.Decisions[key].Decision
		decided.Leave = decided.Leave || len(r.wrong[key]) > 0
		return decided
	}
	return r.Opened, r.rows(ctx, d.store)
}

// base is the graph as the sheets were made from; of sheets that chainchief did not make, as the draft was.
func (d *Desk) base(
	ctx context.Context,
	dr Draft,
	sent []lists.Sent,
	now *graph.Snapshot,
) (*graph.Snapshot, error) {
	made := sent[0].Made
	for _, sheet := range sent {
		if sheet.Made != made {
			return nil, ofAnother(sheet.File)
		}
	}
	ours := made.Revision > 0
	if !ours {
		made = dr.Base
	}
	if made == now.Version() {
		return now, nil
	}
	base, err := d.store.SnapshotAt(ctx, made.Revision)
	switch {
	case err == nil && base.Version() == made:
		return base, nil
	case err != nil && graph.CodeOf(err) != graph.CodeNotFound:
		return nil, err
	case ours:
		return nil, ofAnother(sent[0].File)
	}
	return now, nil // the store was put back: the sheet speaks for itself
}

func ofAnother(file string) error {
	return &graph.Error{
		Code:    graph.CodeInvalid,
		Message: file + " was made from another store, or from another revision than the sheets before it",
		Fix:     "import it into the store it is of; sheets that were put together by hand, a workbook at a time",
	}
}

// provenance is where new facts come from, when the batch names a source.
func (f From) provenance(seen *graph.Snapshot) (*graph.Provenance, error) {
	if f.Source == "" {
		return nil, nil
	}
	n := seen.Node(f.Source)
	if n == nil || n.Kind != graph.KindSource {
		return nil, refuse("draft.source_unknown", fmt.Sprintf("没有来源 %s，请从已有来源中选择", f.Source),
			fmt.Sprintf("there is no source %s; choose one that there is", f.Source))
	}
	prov := graph.Provenance{Source: n.ID, AsOf: f.AsOf, Confidence: f.Confidence}
	if prov.AsOf == "" {
		prov.AsOf = n.Prov.AsOf
	}
	if prov.Confidence == "" {
		prov.Confidence = graph.Documented
	}
	if !prov.AsOf.Valid() {
		return nil, refuse("draft.as_of_invalid", fmt.Sprintf("%q 不是日期，请写成 2026-11 或 2026-11-30", prov.AsOf),
			fmt.Sprintf("%q is no date; write 2026-11 or 2026-11-30", prov.AsOf))
	}
	return &prov, nil
}

// rebased is a draft that is read against what stands.
type rebased struct {
	*Opened
	sent  []lists.Sent
	sight Sight
	with  lists.Against
	wrong map[string][]graph.Problem // what the store would refuse, by row
}

// rounds bounds how often rows that the store would refuse are set aside: what rests on them is refused in the next.
const rounds = 10

// rows reads the rows, and lets the store check what they come to. What it would refuse is a problem of the row that it
// comes from; the others are read again without it.
func (r *rebased) rows(ctx context.Context, s *store.Store) error {
	for range rounds {
		if err := ctx.Err(); err != nil {
			return err
		}
		read := lists.Read(r.sent, r.with)
		r.Rows, r.Changes, r.After = read.Rows, read.Changes, nil
		found := r.notTheirs()
		if len(found) == 0 && !r.Changes.Empty() {
			c := r.Changes
			c.Actor = "preview"
			would, _, err := s.Would(ctx, c)
			var problems graph.Problems
			switch {
			case errors.As(err, &problems):
				found = problems
			case err != nil:
				return err
			default:
				if r.After, err = analysis.Of(would); errors.As(err, &problems) {
					found = problems
				} else if err != nil {
					return err
				}
			}
		}
		if len(found) == 0 {
			break
		}
		if !r.blame(found) {
			r.Problems = found
			break
		}
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		if found := r.wrong[row.Key]; len(found) > 0 {
			row.Problems = append(row.Problems, found...)
			row.State, row.Left = lists.Wrong, r.Decisions[row.Key].Leave
		}
	}
	r.lookAlikes()
	return nil
}

// mostAlike bounds how many enterprises a new one is held against on the page.
const mostAlike = 3

// lookAlikes finds the enterprises that new ones may be. Nothing is joined by that.
func (r *rebased) lookAlikes() {
	if r.After == nil {
		return
	}
	var index *identity.Index
	for i := range r.Rows {
		row := &r.Rows[i]
		n := r.After.Snapshot.Node(graph.ID(row.ID))
		if !row.Taken || row.State != lists.New || n == nil || n.Kind != graph.KindEnterprise {
			continue
		}
		if index == nil {
			index, r.Alike = identity.NewIndex(r.with.Now), map[string][]*graph.Node{}
		}
		firm := identity.FirmOf(r.After.Snapshot, n)
		for _, c := range identity.Alike(firm, index.Near(firm), mostAlike) {
			r.Alike[row.Key] = append(r.Alike[row.Key], r.with.Now.Node(c.Firm.ID))
		}
	}
}

// blame finds the rows that problems come from; false when one is of no row.
func (r *rebased) blame(found graph.Problems) bool {
	type place struct {
		file string
		row  int
	}
	rows := map[place]string{}
	for i := range r.Rows {
		rows[place{r.Rows[i].File, r.Rows[i].Row}] = r.Rows[i].Key
	}
	for _, p := range found {
		key := rows[place{p.Place.File, p.Place.Row}]
		if key == "" || slices.Contains(r.wrong[key], p) {
			return false
		}
		r.wrong[key] = append(r.wrong[key], p)
	}
	return true
}

// notTheirs says of what the rows would change that is of chains which who asks does not work on.
func (r *rebased) notTheirs() (found graph.Problems) {
	if r.sight.Hides == nil {
		return nil
	}
	theirs := func(at *graph.Place, subject string, ids ...graph.ID) {
		for _, id := range ids {
			kind, _ := id.Kind()
			there := r.Now.Node(id) != nil
			if there && r.sight.Hides(r.Now, id) || !there && kind == graph.KindChain && r.sight.Scoped {
				p := graph.Problem{
					Code:    "row.out_of_scope",
					Subject: subject,
					Message: "it is of no chain that you work on",
					Fix:     "leave the row out, or let somebody apply it who works on that chain",
				}
				if at != nil {
					p.Place = *at
				}
				found = append(found, p)
				return
			}
		}
	}
	for _, n := range r.Changes.Nodes {
		theirs(n.Place, string(n.ID), n.ID)
	}
	for _, rel := range r.Changes.Relations {
		theirs(rel.Place, rel.String(), rel.From, rel.To)
	}
	for _, key := range r.Changes.DeleteRelations {
		theirs(nil, key.String(), key.From, key.To)
	}
	return found
}

// tries bounds how often a draft is read again because somebody changed the same while it was applied.
const tries = 5

// Apply puts what a draft says into the graph, as one change set: all of it or nothing. Asked again, also after the
// program has ended in the middle of it, it says what was done.
func (d *Desk) Apply(ctx context.Context, id ID, by decision.Actor, sight Sight) (Draft, decision.Written, error) {
	for try := 1; ; try++ {
		dr, err := d.Get(ctx, id)
		if err != nil {
			return dr, decision.Written{}, err
		}
		if dr.State == Applied {
			set, err := d.store.ChangeSet(ctx, dr.Revision)
			set.Repeated = true
			return dr, decision.Written{Set: set}, err
		}
		dr, written, err := d.apply(ctx, dr, by, sight)
		if graph.CodeOf(err) != graph.CodeConflict || try == tries {
			return dr, written, err
		}
	}
}

func (d *Desk) apply(
	ctx context.Context,
	dr Draft,
	by decision.Actor,
	sight Sight,
) (Draft, decision.Written, error) {
	if err := dr.open(); err != nil {
		return dr, decision.Written{}, err
	}
	o, err := d.Open(ctx, dr, sight)
	if err != nil {
		return dr, decision.Written{}, err
	}
	if err := o.Ready(); err != nil {
		return dr, decision.Written{}, err
	}
	if dr, err = d.trying(ctx, dr.ID, o.Now.Revision); err != nil {
		return dr, decision.Written{}, err
	}
	if dr.Edition != o.Edition+1 { // somebody decided otherwise meanwhile
		return dr, decision.Written{}, &graph.Error{
			Code:    graph.CodeConflict,
			Message: fmt.Sprintf("draft %s was changed meanwhile", dr.ID),
			Fix:     "look at it again, and apply it",
		}
	}
	c := o.Changes
	c.Actor, c.Reason = by.Name, fmt.Sprintf("导入 %s（草稿 %s）", dr.Name, dr.ID)
	c.Base, c.Request = &o.Now.Revision, dr.Request()
	written, err := d.desk.Apply(ctx, c)
	var unsettled *decision.Unsettled
	if err != nil && !errors.As(err, &unsettled) {
		return dr, written, err
	}
	dr, noted := d.applied(context.WithoutCancel(ctx), dr.ID, written.Set.Revision)
	return dr, written, errors.Join(err, noted)
}

// Change is what else than rows can be decided of a draft.
type Change struct {
	Name string // empty: as it was
	From *From  // nil: as it was
}

// Change changes what an open draft is called, or where its rows are from. What cannot be read so is not kept.
func (d *Desk) Change(ctx context.Context, dr Draft, c Change, sight Sight) (Draft, error) {
	if c.From != nil {
		now, err := d.store.Snapshot(ctx)
		if err != nil {
			return dr, err
		}
		if _, err := c.From.provenance(sight.of(now)); err != nil {
			return dr, err
		}
	}
	return d.change(ctx, dr.ID, func(dr *Draft) error {
		if err := dr.open(); err != nil {
			return err
		}
		if c.From != nil {
			dr.From = *c.From
		}
		dr.Name = cmp.Or(c.Name, dr.Name)
		return nil
	})
}

// Decide decides of rows of an open draft, one by one or all that are in some states.
func (d *Desk) Decide(ctx context.Context, o *Opened, acts []Act) (Draft, error) {
	byKey := map[string]*lists.RowSaid{}
	for i := range o.Rows {
		byKey[o.Rows[i].Key] = &o.Rows[i]
	}
	return d.Rework(ctx, o.ID, func(w *Work) error {
		for _, a := range acts {
			rows := a.Rows
			if a.State != "" {
				for i := range o.Rows {
					if o.Rows[i].State == a.State {
						rows = append(rows, o.Rows[i].Key)
					}
				}
			}
			for _, key := range rows {
				row := byKey[key]
				if row == nil {
					return refuse("draft.row_unknown", fmt.Sprintf("草稿中没有 %s 这一行", key),
						fmt.Sprintf("the draft has no row %s", key))
				}
				decided, err := a.on(row, w.Decisions[key])
				if err != nil {
					return err
				}
				w.Decisions[key] = decided
			}
		}
		return nil
	})
}

// Do is what can be decided of a row.
type Do string

// What can be decided.
const (
	Take    Do = "take"   // what is right of it
	Leave   Do = "leave"  // it out
	Mine    Do = "mine"   // of a conflict: what the sheet says
	Theirs  Do = "theirs" // what stands
	Note    Do = "note"   // what it was reminded of is right
	Instead Do = "write"  // another text in the place of a cell
	Undo    Do = "reset"  // nothing is decided
)

// Does are all of them.
var Does = []Do{Take, Leave, Mine, Theirs, Note, Instead, Undo}

// Act is something decided of rows.
type Act struct {
	Rows  []string    // by key
	State lists.State // or all of a state
	Do    Do
	Field string // path of a column: of a conflict without it all, of a text the cell
	Text  string
}

// on is what is decided of a row after an act.
func (a Act) on(row *lists.RowSaid, d Decision) (Decision, error) {
	d.Sides, d.Instead = maps.Clone(d.Sides), maps.Clone(d.Instead)
	switch a.Do {
	case Take:
		d.Leave = false
	case Leave:
		d.Leave = true
	case Note:
		d.Noted = true
	case Undo:
		return Decision{}, nil
	case Instead:
		if !slices.ContainsFunc(row.List.Columns, func(c lists.Column) bool { return c.Path == a.Field && c.Written() }) {
			return d, refuse("draft.field_unknown", fmt.Sprintf("清单中没有可写的栏目 %s", a.Field),
				fmt.Sprintf("the list has no column %s that can be written", a.Field))
		}
		if d.Instead == nil {
			d.Instead = map[string]string{}
		}
		d.Instead[a.Field] = a.Text
	case Mine, Theirs:
		if d.Sides == nil {
			d.Sides = map[string]lists.Side{}
		}
		for _, f := range row.Fields {
			path := row.List.Columns[f.Column].Path
			if (f.Conflict || f.Side != "") && (a.Field == "" || a.Field == path) {
				d.Sides[path] = lists.Side(a.Do)
			}
		}
	}
	return d, nil
}
