package analysis

import (
	"maps"
	"slices"
	"sync"

	"chainchief/graph"
)

// Memory remembers the findings of the newest snapshot it was asked about, so that what people note of gaps does not
// cost everybody after them an analysis. Safe for concurrent use; the zero Memory is ready.
type Memory struct {
	mu   sync.Mutex // who comes second takes what the first found
	last *Findings
}

// Of is the function Of, by what is known of another snapshot on the same ground.
func (m *Memory) Of(s *graph.Snapshot) (*Findings, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.last
	switch {
	case known != nil && known.Snapshot == s:
		return known, nil
	case known != nil && known.Snapshot.Ground == s.Ground:
		m.last = known.noted(s)
		return m.last, nil
	}
	f, err := Of(s)
	if err == nil && (known == nil || known.Snapshot.Revision <= s.Revision) { // the past is asked for by few
		m.last = f
	}
	return f, err
}

// noted are the findings of a snapshot on the same ground: the same, with what people have noted of the gaps by then.
func (f *Findings) noted(s *graph.Snapshot) *Findings {
	out := &Findings{
		Snapshot:   s,
		City:       f.City,
		Weights:    f.Weights,
		Chains:     f.Chains,
		Feeds:      f.Feeds,
		Gaps:       slices.Clone(f.Gaps),
		Targets:    f.Targets,
		Extensions: f.Extensions,
		chains:     f.chains,
		Links:      f.Links,
		gaps:       maps.Clone(f.gaps),
		near:       f.near,
		related:    f.related,
		ground:     f.ground,
	}
	for i, g := range out.Gaps {
		now := *g
		now.Node = s.Node(g.ID)
		out.Gaps[i], out.gaps[g.ID] = &now, &now
	}
	return out
}
