package drawing

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// allOptions are the requests that a kind takes for a chain beside the plain one, by what they leave out.
func allOptions(r Request) map[string]Request {
	out := map[string]Request{}
	kind, _ := KindNamed(r.Kind)
	if kind.Links {
		for _, s := range graph.Stages {
			with := r
			with.Stage = s.Code
			out["stage "+s.Code] = with
		}
		with := r
		with.OnlyGaps = true
		out["only gaps"] = with
		with.Stage = "midstream"
		out["gaps of a stage"] = with
	}
	for _, d := range kind.Details {
		with := r
		with.Detail = d
		out[string(d)] = with
		if kind.Links && d != diagram.Leader {
			with.OnlyGaps = true
			out[string(d)+" of gaps"] = with
		}
	}
	return out
}

// TestOptions draws every chain of the seeds with every option that its kind takes: the page keeps the rules, says what
// it leaves out, counts it, and is another page than the full one.
func TestOptions(t *testing.T) {
	s, f := New(nil), found(t, 1)
	for n, r := range chainRequests(f, f, []string{"zh", "en"}) {
		full := drawn(t, s, f, r)
		for name, with := range allOptions(r) {
			if (n+n/2+len(name))%2 == 1 { // in one of the two languages
				continue
			}
			pages, err := s.Pages(context.Background(), f, with)
			if err != nil {
				t.Errorf("%s of %s, %s: %v", r.Kind, r.Chain, name, err)
				continue
			}
			keepsRules(t, with, pages)
			if file := drawn(t, s, f, with); bytes.Equal(file.Data, full.Data) {
				t.Errorf("%s of %s, %s: the same as without", r.Kind, r.Chain, name)
			}
			if with.Detail == diagram.Leader { // it leaves out nothing of the chain, and has no line of facts
				continue
			}
			facts := ""
			for _, i := range pages[0].Items {
				if i.Shape == scene.Text && i.Role == scene.RoleHead && i.Y == 86 && i.X == scene.Margin {
					facts = i.Text
				}
			}
			if said := diagramScope(with); !strings.HasPrefix(facts, said) {
				t.Errorf("%s of %s, %s: the facts are %q and do not begin with %q", r.Kind, r.Chain, name, facts, said)
			}
		}
	}
}

// diagramScope is how the facts of a drawing with options begin.
func diagramScope(r Request) string {
	zh := r.Lang == "zh"
	switch {
	case r.Stage != "" && zh:
		return "仅" + graph.Words(graph.Stages, r.Stage, "zh")
	case r.Stage != "":
		return "Only " + graph.Words(graph.Stages, r.Stage, "en")
	case r.OnlyGaps && zh:
		return "仅缺、弱"
	case r.OnlyGaps:
		return "Only gaps"
	case r.Detail == diagram.Names && zh:
		return "只列名称"
	case r.Detail == diagram.Names:
		return "Names only"
	case zh:
		return "概览"
	}
	return "Overview"
}

// TestOptionsThatMeanNothing: an option that a kind does not know is refused with what to do, never left aside.
func TestOptionsThatMeanNothing(t *testing.T) {
	s, f := New(nil), found(t, 1)
	refused := func(r Request, what string) {
		t.Helper()
		_, err := s.Draw(context.Background(), f, r)
		if graph.CodeOf(err) != graph.CodeUsage {
			t.Errorf("%s of %s: %v", what, r.Kind, err)
		}
		if e := refusal(err); e != nil && e.Fix == "" {
			t.Errorf("%s of %s: nothing to do about %v", what, r.Kind, err)
		}
	}
	r := newEnergy
	r.Stage = "sidestream"
	refused(r, "a stage that is none")
	r = newEnergy
	r.Detail = "everything"
	refused(r, "a detail that is none")
	city := Request{Kind: "layout", Lang: "zh", Format: "svg", Stage: "upstream"}
	refused(city, "a stage")
	city.Stage, city.OnlyGaps = "", true
	refused(city, "only gaps")
	for _, r := range chainRequests(f, f, []string{"zh"}) {
		kind, _ := KindNamed(r.Kind)
		for _, d := range []diagram.Detail{diagram.Names, diagram.Overview, diagram.Leader} {
			if r.Detail = d; !slices.Contains(kind.Details, d) {
				refused(r, string(d))
			}
		}
		if r.Detail = diagram.Leader; kind.leader != nil {
			part := r
			part.Stage = "upstream"
			refused(part, "a stage of the leader's edition")
			part.Stage, part.OnlyGaps = "", true
			refused(part, "the gaps of the leader's edition")
		}
		r.Detail = ""
		if r.Stage = "upstream"; !kind.Links {
			refused(r, "a stage")
		}
	}
}

// TestAFilteredDrawingLeavesTheCellsAlone: what is remembered of the whole structure is what the whole one left.
func TestAFilteredDrawingLeavesTheCellsAlone(t *testing.T) {
	f := found(t, 1)
	s := New(nil)
	s.Shelves = shelves(t)
	first := drawn(t, s, f, newEnergy)
	for _, r := range allOptions(newEnergy) {
		drawn(t, s, f, r)
	}
	f.Snapshot.Revision = 2
	r := newEnergy
	r.Format = "json"
	again, plain := drawn(t, s, f, r), drawn(t, New(nil), found(t, 2), r)
	if !bytes.Equal(again.Data, plain.Data) || len(first.Data) == 0 {
		t.Error("filtered drawings moved the cards of the whole one")
	}
}
