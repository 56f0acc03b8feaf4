// Package analysis turns a Snapshot into findings: how each link is covered and what hangs on it, how complete a chain
// is, which gaps there are and why, and where a chain could be extended or strengthened. Pure functions; the same
// snapshot gives the same findings, to the last digit and in the same order. Explain answers why of every number.
//
// The definitions are the system's own (本系统口径): docs/methods.md.
package analysis

import (
	"reflect"
	"strconv"
	"sync"

	"chainchief/graph"
)

// RulesVersion names this set of rules and weights; it stands on every gap.
const RulesVersion = "2026.3"

// Words is a sentence in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// counted says in English how many there are of something: 1 link, 2 links.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// In returns the sentence in the language ("en", else Chinese).
func (w Words) In(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.ZH
}

// Fact is one piece of evidence behind a finding.
type Fact struct {
	Text     Words             `json:"text"`
	Subject  graph.ID          `json:"subject"`           // the node that it is about
	Relation graph.RelationKey `json:"relation,omitzero"` // the relation that says so; zero when the node itself does
	Prov     graph.Provenance  `json:"provenance"`
}

// Reason says why a finding is what it is: the rule, one sentence, the facts.
type Reason struct {
	Rule  string
	Text  Words
	Facts []Fact
}

// Findings is everything found in one snapshot. It is immutable and safe to share.
type Findings struct {
	Snapshot *graph.Snapshot
	City     graph.City
	Weights  Weights  // that it was computed with
	Chains   []*Chain // in the order of the scheme
	Feeds    []Feed   // between lowest links, ordered by from and to
	Gaps     []*Gap   // by weight, heaviest first; ties by chain order, link order
	// Targets are where to extend 延链 and what to strengthen 强链, best first.
	Targets []*Target
	// Extensions are the places to extend, in the order of Targets.
	Extensions []*Extension

	chains map[graph.ID]*Chain
	Links  map[graph.ID]*Link
	gaps   map[graph.ID]*Gap
	near   nearness
	// related is asked for by few and costs an eigenvector: it is computed when first needed.
	related func() *Related
	kept    sync.Map  // by type, see Kept
	ground  *sync.Map // the same of what no note changes; shared by all findings on one ground
}

// Kept returns what another package derives from findings: computed once for each type T, when it is first asked for,
// and dropped with the findings.
func Kept[T any](f *Findings, derive func(*Findings) T) T { return keptIn(&f.kept, f, derive) }

func keptIn[T any](place *sync.Map, f *Findings, derive func(*Findings) T) T {
	once, _ := place.LoadOrStore(reflect.TypeFor[T](), sync.OnceValue(func() T { return derive(f) }))
	return once.(func() T)()
}

// keptOnGround is Kept for what does not depend on what people note of gaps.
func keptOnGround[T any](f *Findings, derive func(*Findings) T) T { return keptIn(f.ground, f, derive) }

// Settings are what findings depend on beside the snapshot.
type Settings struct {
	Weights Weights
}

// Of computes all findings of a snapshot with the weights that stand in it. It fails as FindWith does, with an error
// that says what to mend: what was stored before it was checked, or past a check, ends no program.
func Of(s *graph.Snapshot) (*Findings, error) {
	return FindWith(s, Settings{Weights: StoredWeights(s)})
}

// Find is Of for a snapshot that is known to be sound, as in tests and measurements; it panics when it is not.
func Find(s *graph.Snapshot) *Findings {
	f, err := Of(s)
	if err != nil {
		panic(err)
	}
	return f
}

// FindWith computes all findings of a snapshot. It fails with graph.Problems when a weight is out of range, with
// graph.CodeDamagedStore when the chains are no trees, and with relatedness.ErrMatrix when the figures of peer cities
// are no matrix.
func FindWith(s *graph.Snapshot, settings Settings) (*Findings, error) {
	if err := settings.Weights.Check(); err != nil {
		return nil, err
	}
	if err := sound(s); err != nil {
		return nil, err
	}
	f := &Findings{
		Snapshot: s,
		City:     graph.CityOf(s),
		Weights:  settings.Weights,
		chains:   map[graph.ID]*Chain{},
		Links:    map[graph.ID]*Link{},
		gaps:     map[graph.ID]*Gap{},
		ground:   &sync.Map{},
	}
	for _, node := range s.Of(graph.KindChain) {
		c := f.chain(node)
		f.Chains = append(f.Chains, c)
		f.chains[node.ID] = c
	}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			f.Links[l.Node.ID] = l
		}
	}
	f.connect()
	for _, c := range f.Chains {
		c.Completeness = completeness(c)
		c.WorstStop = worstStop(c)
	}
	f.measure()
	near, err := f.findNearness()
	if err != nil {
		return nil, err
	}
	f.near = near
	f.related = sync.OnceValue(f.findRelated)
	f.findExtensions()
	f.findTargets()
	f.findGaps()
	return f, nil
}

// Chain returns the findings on a chain, or nil.
func (f *Findings) Chain(id graph.ID) *Chain { return f.chains[id] }

// Link returns the findings on a lowest link, or nil.
func (f *Findings) Link(id graph.ID) *Link { return f.Links[id] }

// Gap returns a gap, or nil.
func (f *Findings) Gap(id graph.ID) *Gap { return f.gaps[id] }
