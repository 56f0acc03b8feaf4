package decision

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Contact is how far the talks with an enterprise over a gap are.
type Contact struct {
	Stage  string     // of graph.ContactStages
	Post   string     // whom it talks to at the enterprise, by post
	Phone  string     // under which number
	Owner  string     // unit or task force that talks
	Next   string     // what is to be done next
	Due    graph.Date // until when, a day
	Reason string     // of a rejection, or of taking one back
}

// contactForm are the fields of a card, in the order of the form.
var contactForm = formOfRelation(graph.Targets, "contact", "post", "phone", "owner", "next", "due", "reason")

func (c Contact) fields() fields {
	return fields{
		"contact": c.Stage,
		"post":    c.Post,
		"phone":   c.Phone,
		"owner":   c.Owner,
		"next":    c.Next,
		"due":     string(c.Due),
		"reason":  c.Reason,
	}
}

// stageIndex counts the stages of the board from 0; -1 when there is no card.
func stageIndex(stage string) int {
	return slices.IndexFunc(graph.ContactStages, func(t graph.Term) bool { return t.Code == stage })
}

// movable checks the move of a card: on by one stage or back by any, rejected from any, and from rejected only back to
// a lead with a reason. A new card begins as a lead, or is rejected at once.
func (f fields) movable(now fields, by Actor) error {
	from, to := now["contact"], f["contact"]
	step := func(zh, en string) error {
		name := func(lang string) string { return graph.Words(graph.ContactStages, to, lang) }
		return refuse("contact.step", fmt.Sprintf(zh, name("zh")), fmt.Sprintf(en, name("en")))
	}
	switch {
	case stageIndex(to) < 0:
		return refuse("contact.step", "没有这个对接阶段", "there is no such contact stage")
	case to == graph.ContactRejected:
		if f["reason"] == "" {
			return refuse(
				"contact.reason_missing",
				"否决要写明理由：以后不再推荐",
				"say why: a rejected candidate is not proposed again",
			)
		}
	case from == "":
		if to != graph.ContactLead {
			return step("新的对接从线索开始，不能直接到“%s”", "a new contact begins as a lead, not as “%s”")
		}
	case from == graph.ContactRejected:
		if to != graph.ContactLead {
			return step("已否决的企业只能回到线索，不能直接到“%s”", "a rejected candidate can only become a lead again, not “%s”")
		}
		if f["reason"] == "" || f["reason"] == now["reason"] {
			return refuse("contact.reason_missing", "收回否决要写明新的理由", "say why the rejection is taken back")
		}
	case stageIndex(to) > stageIndex(from)+1:
		return step("到“%s”跳过了中间的阶段，一次前进一步", "“%s” leaves out a stage: move on one at a time")
	}
	if phone := f["phone"]; phone != now["phone"] && !phoneForm.MatchString(phone) {
		return refuse(
			"contact.phone_invalid",
			"电话只写号码，如 027-12345678 转 801",
			"write the number only, such as 027-12345678 ext 801",
		)
	}
	return due(now["due"], f["due"], by)
}

// phoneForm is a number with its area and extension, or none: a name does not belong there.
var phoneForm = regexp.MustCompile(`^$|^\+?[0-9][0-9 ()-]{4,28}( ?(转|ext|x) ?[0-9]{1,6})?$`)

// Move writes the card of an enterprise for a gap, made on what stood at revision base; a card that is not there is
// begun. An enterprise of the pool comes into the working graph with it. Errors as of Decide.
func (d *Desk) Move(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	gap, enterprise graph.ID,
	wanted Contact,
) (store.ChangeSet, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil || done.Revision > 0 {
		return done, err
	}
	want := wanted.fields()
	if err := want.clean(); err != nil {
		return store.ChangeSet{}, err
	}
	if err := d.onRecord(ctx, by, gap); err != nil {
		return store.ChangeSet{}, err
	}
	if stayed, err := d.store.Stayed(ctx, enterprise); err == nil {
		enterprise = stayed.ID // it was merged since they looked
	}
	key := graph.RelationKey{Type: graph.Targets, From: gap, To: enterprise}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		if err := checkBase(base, g.Revision); err != nil {
			return graph.Changes{}, err
		}
		if g.Node(gap) == nil {
			return graph.Changes{}, absent("gap", gap)
		}
		firm, err := d.firm(ctx, enterprise)
		if err != nil {
			return graph.Changes{}, err
		}
		entries, err := d.store.RelationEntries(ctx, key)
		if err != nil {
			return graph.Changes{}, err
		}
		history := past(entries)
		stood := history.at(g.Revision)
		now := fieldsOf(stood, contactForm.names)
		seen := fieldsOf(history.at(base), contactForm.names)
		if err := contactForm.compare(ctx, d.store, history, seen, now, want); err != nil {
			return graph.Changes{}, err
		}
		if same(now, want, contactForm.names) {
			return graph.Changes{}, nil
		}
		if err := want.movable(now, by); err != nil {
			return graph.Changes{}, err
		}
		if stood == nil { // talks that have begun go on to their end
			if err := d.rulesOn(g).stands(g.Node(gap)); err != nil {
				return graph.Changes{}, err
			}
		}
		attrs := want.card(stood, now, by)
		word := graph.Words(graph.ContactStages, want["contact"], "zh")
		c := graph.Changes{Reason: reasonOf("招商对接“"+firm.Name+"”"+word, want["reason"]), Nodes: []graph.Node{source()},
			Relations: []graph.Relation{{RelationKey: key, Attrs: attrs, Prov: by.prov()}}}
		if firm.Pool {
			firm.Pool = false
			c.Nodes = append(c.Nodes, firm)
			if err := d.bring(ctx, g, &c, firm.Prov.Source); err != nil {
				return graph.Changes{}, err
			}
		}
		return c, nil
	})
}

// card are the attributes of a card that says what is wanted, since today where that is another stage.
func (f fields) card(stood graph.Attrs, now fields, by Actor) graph.Attrs {
	attrs := maps.Clone(stood)
	if attrs == nil {
		attrs = graph.Attrs{}
	}
	f.put(attrs)
	if now["contact"] != f["contact"] {
		attrs["since"] = string(by.day())
	}
	return attrs
}

// firm is an enterprise, pooled or not; *Absent when there is none of that id.
func (d *Desk) firm(ctx context.Context, id graph.ID) (graph.Node, error) {
	firm, err := d.store.Node(ctx, id)
	if graph.CodeOf(err) == graph.CodeNotFound || err == nil && firm.Kind != graph.KindEnterprise {
		err = absent("enterprise", id)
	}
	return firm, err
}

// bring takes the source of what leaves the pool along, so that the working graph knows it.
func (d *Desk) bring(ctx context.Context, g *graph.Snapshot, c *graph.Changes, id graph.ID) error {
	if g.Node(id) != nil {
		return nil
	}
	n, err := d.store.Node(ctx, id)
	if err == nil && n.Pool {
		n.Pool = false
		c.Nodes = append(c.Nodes, n)
	}
	return err
}

// History is what happened to the card of an enterprise for a gap, newest first.
func History(ctx context.Context, s *store.Store, gap, enterprise graph.ID) ([]store.ChangeSet, error) {
	entries, err := s.RelationEntries(ctx, graph.RelationKey{Type: graph.Targets, From: gap, To: enterprise})
	if err != nil {
		return nil, err
	}
	sets := make([]store.ChangeSet, len(entries))
	for i, e := range entries {
		if sets[len(sets)-1-i], err = s.ChangeSet(ctx, e.Revision); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// Card is a contact as it stands.
type Card struct {
	Gap        graph.ID
	Enterprise graph.Node
	Contact
	Since graph.Date // of the stage
	Prov  graph.Provenance
}

// Cards returns the cards of gaps, rejected ones too, those of a stage together in the order of the stages, then those
// that wait longest, by gap and enterprise. It asks the store, so that a card is there also when a data set that was
// read again took its enterprise back into the pool.
func Cards(ctx context.Context, s *store.Store, gaps []graph.ID) ([]Card, error) {
	relations, err := s.Relations(ctx, gaps)
	if err != nil {
		return nil, err
	}
	var cards []Card
	var ids []graph.ID
	for _, r := range relations {
		if r.Type != graph.Targets {
			continue
		}
		card := graph.ContactOf(&r)
		cards = append(cards, Card{
			Gap:        r.From,
			Enterprise: graph.Node{ID: r.To},
			Since:      card.Since(),
			Prov:       r.Prov,
			Contact: Contact{
				Stage:  card.Stage(),
				Post:   card.Post(),
				Phone:  card.Phone(),
				Owner:  card.Owner(),
				Next:   card.Next(),
				Due:    card.Due(),
				Reason: card.Reason(),
			},
		})
		ids = append(ids, r.To)
	}
	slices.Sort(ids)
	nodes, err := s.Nodes(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	byID := make(map[graph.ID]graph.Node, len(nodes))
	for _, n := range nodes {
		byID[n.ID] = n
	}
	for i := range cards {
		cards[i].Enterprise = byID[cards[i].Enterprise.ID]
	}
	slices.SortFunc(cards, func(a, b Card) int {
		return cmp.Or(
			cmp.Compare(stageIndex(a.Stage), stageIndex(b.Stage)),
			cmp.Compare(a.Since, b.Since),
			cmp.Compare(a.Gap, b.Gap),
			cmp.Compare(a.Enterprise.ID, b.Enterprise.ID),
		)
	})
	return cards, nil
}
