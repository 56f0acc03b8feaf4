package content

import (
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
)

// Maker is for whom a file is made, and when: what it may show follows from that.
type Maker struct {
	Name   string     // by what others know them
	Chains []graph.ID // that they work on; empty: all
	Of     int        // how many chains there are: a drawing may be made from a graph that is cut to theirs
	At     time.Time
}

// mostNamed is how many chains a stamp names before it counts them.
const mostNamed = 2

// Cleared says what of a city a file shows, as its maker may see it, and who that is; with At it is the stamp.
func (m Maker) Cleared(lang string, s *graph.Snapshot) string {
	en := lang == "en"
	pick := func(zh, english string) string {
		if en {
			return english
		}
		return zh
	}
	parts := []string{pick("精确值", "exact figures")}
	if s.Clearance.Banded {
		parts[0] = pick("区间值", "bands, no exact figures")
	}
	if s.Clearance.NoContacts {
		parts = append(parts, pick("不含对接", "no contacts"))
	}
	all := strconv.Itoa(m.Of)
	chains := pick("全部 "+all+" 条链", "all "+all+" chains")
	switch n := len(m.Chains); {
	case n == 0:
	case n <= mostNamed:
		var names []string
		for _, id := range m.Chains {
			names = append(names, nameOf(s, id, en))
		}
		chains = strings.Join(names, pick("、", ", "))
	default:
		chains = strconv.Itoa(n) + "/" + all + pick(" 条链", " chains")
	}
	return strings.Join(append(parts, chains, m.Name), " · ")
}

// Stamp is what the foot of a file says.
func (m Maker) Stamp(lang string, s *graph.Snapshot) string {
	return m.Cleared(lang, s) + " · " + m.when() + " · r" + strconv.FormatInt(int64(s.Revision), 10)
}

// Watermark is what lies over a drawing.
func (m Maker) Watermark() string { return m.Name + " " + m.when() }

func (m Maker) when() string { return m.At.In(graph.Zone).Format("2006-01-02 15:04") }

func nameOf(s *graph.Snapshot, id graph.ID, en bool) string {
	n := s.Node(id)
	switch {
	case n == nil:
		return id.Key()
	case en && n.NameEN != "":
		return n.NameEN
	}
	return n.Name
}
