package content

import (
	"fmt"
	"regexp"

	"chainchief/internal/diagram"
)

// leaderHead begins the head of a drawing of the leader's edition. What the line under the title of the full drawing
// says goes to the notes: nobody reads it across a room.
func (b *chainBuilder) leaderHead(kind, zh, en string, notes []string) diagram.LeaderHead {
	node := b.chain.Node
	h := diagram.LeaderHead{ID: kind + "/" + node.ID.Key() + "/leader", Lang: string(b.lexicon)}
	h.Title = b.pick(node.Name+"产业链 · "+zh, node.Label("en")+" chain · "+en)
	if b.chain.Provisional() {
		h.Provisional = b.pick("待核实", "To be verified")
	}
	h.Notes = append(b.facts(), notes...)
	return h
}

var year = regexp.MustCompile(`^\d{4}$`)

// dataOf says how old the data of the chain are.
func (b *chainBuilder) dataOf() string {
	asOf := string(b.chain.AsOf)
	switch {
	case asOf == "":
		asOf = b.say(blank)
	case year.MatchString(asOf):
		asOf += b.pick(" 年", "")
	}
	return fmt.Sprintf(b.pick("数据截至 %s。", "Data as of %s."), asOf)
}

// leaderFoot is the line at the foot: what must be proved first, if anything, then how old the data are.
func (b *chainBuilder) leaderFoot(prove string) string {
	if prove == "" {
		return b.dataOf()
	}
	return prove + b.pick("。", ". ") + b.dataOf()
}

// everShorter lists names in ever fewer words: all, then the first ones with the number of all.
func (l lexicon) everShorter(names []string, unit string) []string {
	list := []string{l.list(names)}
	for n := len(names) - 1; n > 0; n-- {
		list = append(list, l.list(names[:n])+" "+diagram.InFew(string(l), len(names), unit))
	}
	return list
}
