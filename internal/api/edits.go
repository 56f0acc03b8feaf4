package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/effect"
	"chainchief/internal/store"
)

// EditTrial is what somebody changes of the graph through a form. What it does not name stays as it is.
type EditTrial struct {
	Base      int64          `json:"base" minimum:"1" maximum:"999999999999999" doc:"Revision that was edited"`
	Nodes     []EditNode     `json:"nodes,omitempty" maxItems:"500" doc:"Things that change, are new, or are taken away"`
	Relations []EditRelation `json:"relations,omitempty" maxItems:"1000" doc:"Relations, likewise"`
	Basis     EditBasis      `json:"basis" doc:"What all of it rests on"`
	Lost      []EditLost     `json:"lost,omitempty" maxItems:"100" doc:"Not chosen in a conflict, to be kept beside"`
	Reason    Line           `json:"reason,omitempty" maxLength:"500" doc:"What the history says of it"`
	By        Role           `json:"by,omitempty" doc:"Role of who edits, while there are no accounts"`
}

// EditNode is a thing with the fields that change.
type EditNode struct {
	ID     Line        `json:"id,omitempty" maxLength:"300" doc:"Of one that stands; none: a new one"`
	Ref    Line        `json:"ref,omitempty" maxLength:"50" doc:"By what relations of this edit name a new one"`
	Kind   Line        `json:"kind,omitempty" maxLength:"50" doc:"Of a new one, as in /forms"`
	Fields []EditField `json:"fields,omitempty" maxItems:"100"`
	Delete bool        `json:"delete,omitempty" doc:"It is taken away, with its relations"`
}

// EditRelation is a relation with the fields that change.
type EditRelation struct {
	Type   Line        `json:"type" maxLength:"50" doc:"As in /forms"`
	From   Line        `json:"from" maxLength:"300" doc:"Id of a thing, or the ref of a new one"`
	To     Line        `json:"to" maxLength:"300"`
	Fields []EditField `json:"fields,omitempty" maxItems:"100"`
	Delete bool        `json:"delete,omitempty" doc:"It is taken away"`
}

// EditField is a field with its new value. An empty value takes away what stood.
type EditField struct {
	Name   Line   `json:"name" maxLength:"50" doc:"As in /forms"`
	Value  Text   `json:"value,omitempty" maxLength:"4000" doc:"A text, a code, a number written out, true or false"`
	Values []Text `json:"values,omitempty" maxItems:"1000" doc:"Of a list"`
}

// EditBasis is what an edit rests on: a source that stands, or a new one that comes with it.
type EditBasis struct {
	Source     Line        `json:"source,omitempty" maxLength:"300" doc:"Id of a source"`
	New        []EditField `json:"new,omitempty" maxItems:"20" doc:"Or the fields of a new one; name is its title"`
	Locator    Line        `json:"locator,omitempty" maxLength:"2000" doc:"Where in the source"`
	AsOf       Line        `json:"as_of,omitempty" maxLength:"20" doc:"The day, month or year that the facts describe"`
	Confidence Line        `json:"confidence,omitempty" maxLength:"50" doc:"How sure it is, as in the terms"`
}

// EditLost is a value that was not chosen in a conflict. It stays as a further source of the thing.
type EditLost struct {
	Subject Line `json:"subject" maxLength:"300" doc:"The thing"`
	Source  Line `json:"source,omitempty" maxLength:"300" doc:"That said so; none: the one of this edit"`
	Text    Line `json:"text" maxLength:"500" doc:"What it said"`
}

func (t EditTrial) edit() decision.Edit {
	e := decision.Edit{
		Reason: strings.TrimSpace(string(t.Reason)),
		Basis: decision.Basis{
			Source:     graph.ID(t.Basis.Source),
			Locator:    strings.TrimSpace(string(t.Basis.Locator)),
			AsOf:       graph.Date(strings.TrimSpace(string(t.Basis.AsOf))),
			Confidence: graph.Confidence(t.Basis.Confidence),
		},
	}
	if t.Basis.New != nil {
		e.Basis.New = &decision.NewSource{Fields: editFields(t.Basis.New)}
	}
	for _, n := range t.Nodes {
		e.Nodes = append(e.Nodes, decision.EditNode{
			ID:     graph.ID(n.ID),
			Ref:    string(n.Ref),
			Kind:   graph.Kind(n.Kind),
			Fields: editFields(n.Fields),
			Delete: n.Delete,
		})
	}
	for _, r := range t.Relations {
		e.Relations = append(e.Relations, decision.EditRelation{
			Type:   graph.RelationType(r.Type),
			From:   string(r.From),
			To:     string(r.To),
			Fields: editFields(r.Fields),
			Delete: r.Delete,
		})
	}
	for _, l := range t.Lost {
		e.Lost = append(e.Lost, decision.Lost{
			Subject: graph.ID(l.Subject),
			Source:  graph.ID(l.Source),
			Text:    string(l.Text),
		})
	}
	return e
}

func editFields(list []EditField) []decision.EditField {
	out := make([]decision.EditField, len(list))
	for i, f := range list {
		out[i] = decision.EditField{Name: string(f.Name), Value: string(f.Value)}
		for _, v := range f.Values {
			out[i].Values = append(out[i].Values, string(v))
		}
	}
	return out
}

// EditPreview is what an edit would do.
type EditPreview struct {
	Revision int64     `json:"revision" doc:"That it was worked out on"`
	Changes  []Change  `json:"changes" doc:"Facts that change, at most 500 of total"`
	Total    int       `json:"total"`
	Effects  Effects   `json:"effects"`
	Assumed  bool      `json:"assumed" doc:"No whole basis is given yet: worked out as one to be verified"`
	Conflict *Conflict `json:"conflict,omitempty" doc:"Somebody else changed the same since base; saving would be refused"`
}

func (s *Server) previewEdit(ctx context.Context, f *analysis.Findings, q *struct {
	Body EditTrial
}) (*EditPreview, error) {
	tried, err := s.desk.Try(ctx, actor(ctx, q.Body.By), graph.Revision(q.Body.Base), q.Body.edit(), sightOf(ctx, f))
	if err != nil {
		return nil, editProblem(err)
	}
	entries, err := s.store.Effects(ctx, tried.Changes)
	if err != nil {
		return nil, editProblem(err)
	}
	told, err := s.foresee(ctx, f, tried.Would)
	if err != nil {
		return nil, err
	}
	facts := keep(entries, func(e store.Entry) bool { return groupOf(e) == changedFact })
	out := &EditPreview{
		Revision: int64(f.Snapshot.Revision),
		Changes:  convert(f).changes(facts),
		Total:    len(facts),
		Effects:  *told,
		Assumed:  tried.Assumed,
	}
	if tried.Conflict != nil {
		out.Conflict = conflictOf(tried.Conflict)
	}
	return out, nil
}

// EditAnswer is what an edit did.
type EditAnswer struct {
	Set      ChangeSet `json:"set"`
	Written  int64     `json:"written" doc:"Revision of the edit, to be taken back with /undo; 0 when nothing differed"`
	Revision int64     `json:"revision" doc:"The newest, with the gaps that follow: the base of the next edit"`
	New      []Ref     `json:"new" doc:"Things that came with it"`
	Effects  Effects   `json:"effects" doc:"What it did to what the rules find"`
}

func (s *Server) edit(ctx context.Context, f *analysis.Findings, q *struct {
	Once
	Body EditTrial
}) (*EditAnswer, store.ChangeSet, error) {
	by := q.actor(ctx, q.Body.By)
	done, err := s.desk.Edit(ctx, by, graph.Revision(q.Body.Base), q.Body.edit(), sightOf(ctx, f))
	if err != nil {
		return nil, done.Set, editProblem(err)
	}
	last := max(done.Set.Revision, done.Gaps.Revision)
	out := &EditAnswer{
		Set:      changeSet(done.Set),
		Written:  wrote(done.Set),
		Revision: int64(last),
		New:      []Ref{},
	}
	if out.Written == 0 {
		out.Effects = *effects(effect.Between(f, f))
		return out, done.Set, nil
	}
	before, err := s.atRevision(ctx, done.Set.Revision-1)
	if err != nil {
		return nil, done.Set, err
	}
	after, err := s.atRevision(ctx, done.Set.Revision)
	if err != nil {
		return nil, done.Set, err
	}
	told, err := s.between(ctx, before, after)
	if err != nil {
		return nil, done.Set, err
	}
	out.Effects = *told
	entries, err := s.store.Entries(ctx, done.Set.Revision, mostChanges)
	if err != nil {
		return nil, done.Set, err
	}
	for _, e := range entries { // told by the history, so that the same is answered when it is asked for again
		if e.Before == nil && e.After != nil && e.After.Node != nil {
			out.New = append(out.New, ref(e.After.Node))
		}
	}
	return out, done.Set, nil
}

// editProblem says of everything that is wrong with an edit where in its body it is: body.nodes[0].stage.
func editProblem(err error) error {
	var problems graph.Problems
	if !errors.As(err, &problems) {
		return err
	}
	out := newProblem(http.StatusUnprocessableEntity, string(graph.CodeInvalid), "", "")
	for _, p := range problems {
		at := "body"
		switch place := p.Place; {
		case place.File == decision.InBasis:
			at += ".basis." + place.Field
		case place.File == decision.InSource:
			at += ".basis.new." + place.Field
		case place.File != "":
			at += fmt.Sprintf(".%s[%d].%s", place.File, place.Row-1, place.Field)
		default:
			at = strings.TrimSpace(p.Subject + " " + place.Field)
		}
		out.Errors = append(out.Errors, ProblemDetail{clip(at), p.Code, clip(p.Message + "; " + p.Fix)})
	}
	out.Detail = fmt.Sprintf("nothing was changed: %s %s", out.Errors[0].Location, out.Errors[0].Message)
	out.DetailZH = fmt.Sprintf("有 %d 处要改，什么也没有保存", len(out.Errors))
	return out
}

// FormList are the forms by which the graph is edited, made from the vocabulary.
type FormList struct {
	Kinds    []FormOf `json:"kinds" doc:"Every kind that is edited, in the order of the vocabulary"`
	Revision int64    `json:"revision"`
}

// FormOf is the form of a kind.
type FormOf struct {
	Kind     string        `json:"kind"`
	ZH       string        `json:"zh"`
	EN       string        `json:"en"`
	Doc      string        `json:"doc"`
	Fields   []FormField   `json:"fields"`
	Sections []FormSection `json:"sections"`
}

// FormField is a field of a thing or relation.
type FormField struct {
	Name     string       `json:"name"`
	ZH       string       `json:"zh"`
	EN       string       `json:"en"`
	Type     string       `json:"type" enum:"text,int,number,bool,date,list,enum,url,credit code"`
	Unit     string       `json:"unit,omitempty"`
	Required bool         `json:"required"`
	Min      *float64     `json:"min,omitempty"`
	Max      *float64     `json:"max,omitempty"`
	Terms    []graph.Term `json:"terms,omitempty" doc:"Words of its codes"`
}

// FormSection is a part of a form under a heading.
type FormSection struct {
	Key       string         `json:"key"`
	ZH        string         `json:"zh"`
	EN        string         `json:"en"`
	Fields    []string       `json:"fields" doc:"Names of fields"`
	Relations []FormRelation `json:"relations"`
}

// FormRelation is a relation as seen from the thing that is edited.
type FormRelation struct {
	Type   string      `json:"type"`
	ZH     string      `json:"zh"`
	EN     string      `json:"en"`
	In     bool        `json:"in" doc:"It leads to the thing"`
	Only   bool        `json:"only" doc:"There is at most one; another takes its place"`
	Kinds  []string    `json:"kinds" doc:"What may be at the other end; none: anything"`
	Fields []FormField `json:"fields"`
}

func (s *Server) forms(ctx context.Context, f *analysis.Findings, _ *AsOf) (*FormList, error) {
	out := FormList{Kinds: []FormOf{}, Revision: int64(f.Snapshot.Revision)}
	named := func(specs []graph.AttrSpec) []FormField {
		list := []FormField{}
		for _, a := range specs {
			field := FormField{
				Name: a.Name, ZH: a.ZH, EN: a.EN, Type: string(a.Type), Unit: a.Unit, Required: a.Required, Terms: a.Terms,
			}
			if a.Name == "reach" {
				field.Terms = f.City.Named(a.Terms)
			}
			if a.Max > a.Min {
				field.Min, field.Max = &a.Min, &a.Max
			}
			list = append(list, field)
		}
		return list
	}
	for _, form := range decision.Forms() {
		of := FormOf{
			Kind:     string(form.Spec.Kind),
			ZH:       form.Spec.ZH,
			EN:       form.Spec.EN,
			Doc:      form.Spec.Doc,
			Fields:   named(decision.FieldsOf(form.Spec.Kind)),
			Sections: []FormSection{},
		}
		for _, section := range form.Sections {
			made := FormSection{
				Key: section.Key, ZH: section.ZH, EN: section.EN,
				Fields: orNone(section.Fields), Relations: []FormRelation{},
			}
			for _, r := range section.Relations {
				shape, other := graph.OneHead, r.Spec.To
				if r.In {
					shape, other = graph.OneTail, r.Spec.From
				}
				kinds := []string{}
				for _, k := range other {
					if decision.Editable(k) {
						kinds = append(kinds, string(k))
					}
				}
				made.Relations = append(made.Relations, FormRelation{
					Type: string(r.Spec.Type), ZH: r.Spec.ZH, EN: r.Spec.EN,
					In: r.In, Only: r.Spec.Shape.Has(shape), Kinds: kinds, Fields: named(r.Spec.Attrs),
				})
			}
			of.Sections = append(of.Sections, made)
		}
		out.Kinds = append(out.Kinds, of)
	}
	return &out, nil
}
