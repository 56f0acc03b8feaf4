package analysis

import (
	"maps"
	"slices"
	"sync"

	"chainchief/graph"
)

// Memory remembers the findings of the newest snapshot of each clearance that it was asked about, so that what people
// note of gaps does not cost everybody after them an analysis. Safe for concurrent use; the zero Memory is ready.
type Memory struct {
	mu   sync.Mutex // who comes second takes what the first found
	last map[graph.Clearance]*Findings
}

// Of is the function Of, by what is known of another snapshot on the same ground.
func (m *Memory) Of(s *graph.Snapshot) (*Findings, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last == nil {
		m.last = map[graph.Clearance]*Findings{}
	}
	known := m.last[s.Clearance]
	switch {
	case known != nil && known.Snapshot == s:
		return known, nil
	case known != nil && known.Snapshot.Ground == s.Ground:
		known = known.noted(s)
		m.last[s.Clearance] = known
		return known, nil
	}
	f, err := Of(s)
	if err == nil && (known == nil || known.Snapshot.Revision <= s.Revision) { // the past is asked for by few
		m.last[s.Clearance] = f
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
