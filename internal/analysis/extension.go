package analysis

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// Extension is a link at which the city could extend a chain 延链: next to what it holds strongly and beyond the present
// ends, that is with nothing held further out in that direction.
type Extension struct {
	Link      *Link
	Direction string  // upstream, downstream or service
	Anchors   []*Link // strongly held links next to it, by id
	Why       Reason
}

// directionWords names the directions of an extension.
var directionWords = map[string]Words{
	"upstream":   {"向上游", "upstream"},
	"downstream": {"向下游", "downstream"},
	"service":    {"向服务", "into services"},
}

// DirectionWords returns the words of the direction.
func (e *Extension) DirectionWords() Words { return directionWords[e.Direction] }

// findExtensions looks at every link that somebody could fill; findTargets ranks what it finds.
func (f *Findings) findExtensions() {
	for _, c := range f.Chains {
		for _, l := range c.Links {
			if e := extension(l); e != nil {
				f.Extensions = append(f.Extensions, e)
			}
		}
	}
}

func extension(l *Link) *Extension {
	if !l.State.Lacks() {
		return nil
	}
	var direction string
	var anchors []*Link
	if below := held(l.Feeders); len(below) > 0 && !anyHeld(l.Downstream()) {
		direction, anchors = "downstream", below
		if l.Stage() == graph.StageSupport {
			direction = "service"
		}
	} else if above := held(l.Users); len(above) > 0 && !anyHeld(l.Upstream()) && l.Stage() != graph.StageSupport {
		direction, anchors = "upstream", above
	} else {
		return nil
	}
	e := &Extension{Link: l, Direction: direction, Anchors: anchors}
	var zh, en []string
	for _, a := range anchors {
		zh, en = append(zh, a.Node.Name), append(en, a.Node.Label("en"))
		e.Why.Facts = append(e.Why.Facts, a.Why.Facts...)
	}
	d := e.DirectionWords()
	e.Why.Rule = "E-1"
	e.Why.Text = Words{
		fmt.Sprintf("本市在%s上有实力，%s一步即为“%s”，其外侧尚无本市已有环节。", strings.Join(zh, "、"), d.ZH, l.Node.Name),
		fmt.Sprintf(
			"The city is able in %s; one step %s lies “%s”, with nothing held beyond it.",
			strings.Join(en, ", "),
			d.EN,
			l.Node.Label("en"),
		)}
	return e
}

// held keeps the links that the city holds strongly: strong, or present with a graded enterprise that is able.
func held(links []*Link) []*Link {
	var out []*Link
	for _, l := range links {
		if l.State == Strong ||
			l.State == Present && slices.ContainsFunc(l.Positions, func(p Position) bool { return p.Able && p.Graded }) {
			out = append(out, l)
		}
	}
	return out
}

func anyHeld(links []*Link) bool {
	return slices.ContainsFunc(links, func(l *Link) bool { return l.State.Held() })
}
