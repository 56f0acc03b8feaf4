package api

import (
	"context"
	"slices"
	"sync"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/lists"
	"chainchief/internal/quality"
	"chainchief/internal/settings"
)

// Quality is how good the facts are that somebody may see.
type Quality struct {
	Day      string         `json:"day" doc:"On which ages are told"`
	Months   int            `json:"stale_months" doc:"After so many a fact counts as old"`
	Cut      bool           `json:"cut" doc:"Only what is of the chains that who asks works on was counted"`
	Blank    int            `json:"blank" doc:"Cells of the lists that are to be filled in; the sum of those of /lists"`
	Sorts    []QualityFacts `json:"sorts"`
	Chains   []QualityFacts `json:"chains" doc:"Of each chain what is said of it, of its local firms and projects"`
	Checks   []QualityCheck `json:"checks"`
	Revision int64          `json:"revision"`
}

// QualityFacts are facts of a sort or of a chain, counted.
type QualityFacts struct {
	Of         string         `json:"of" doc:"Key of the sort, or id of the chain"`
	Name       string         `json:"name"`
	NameEN     string         `json:"name_en"`
	Count      int            `json:"count"`
	Grades     []QualityGrade `json:"grades" doc:"By confidence, from firm to weak"`
	Evidenced  int            `json:"evidenced" doc:"Rest on a document, a medium or a re-post"`
	Unverified int            `json:"unverified" doc:"Rest on neither a document nor a medium"`
	Traceable  int            `json:"traceable" doc:"Rest on a source with an address or a number"`
	Fresh      int            `json:"fresh" doc:"Were true within the months after which a fact is old"`
	Newest     string         `json:"newest,omitempty"`
	Median     string         `json:"median,omitempty"`
	Oldest     string         `json:"oldest,omitempty"`
	Age        int            `json:"age" doc:"Of the median, in whole months"`
}

// QualityGrade counts the facts of a confidence.
type QualityGrade struct {
	Confidence string `json:"confidence"`
	Count      int    `json:"count"`
}

// QualityCheck is something that should be so and is not everywhere.
type QualityCheck struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
	Mend   string `json:"mend" doc:"What to do about each"`
	MendEN string `json:"mend_en"`
	Count  int    `json:"count" doc:"In which it is not so"`
	Of     int    `json:"of" doc:"That were looked at"`
}

// QualityRow is one thing to be mended.
type QualityRow struct {
	Subject  Ref      `json:"subject" doc:"Where it is mended"`
	Relation string   `json:"relation,omitempty"`
	Other    *Ref     `json:"other,omitempty" doc:"The other end of the relation, or the other one of two"`
	Chains   []string `json:"chains"`
	Source   Ref      `json:"source"`
	AsOf     string   `json:"as_of"`
	Text     string   `json:"text" doc:"What is the matter"`
	TextEN   string   `json:"text_en"`
}

// QualityRows is a page of what a check found.
type QualityRows struct {
	List[QualityRow]
	Check QualityCheck `json:"check"`
}

// QualityQuery asks how good the facts are.
type QualityQuery struct{ AsOf }

// QualityRowsQuery asks for what a check found.
type QualityRowsQuery struct {
	Paged
	Check string `path:"check" maxLength:"40" doc:"Key of a check that /quality names"`
	Chain string `query:"chain" maxLength:"200" doc:"Only what is of this chain"`
}

// Quality reports on the facts of the graph that who asks may see.
func (s *Server) Quality(ctx context.Context, f *analysis.Findings, q *QualityQuery) (*Quality, error) {
	cut := !scopeOf(ctx).All()
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	r, err := s.qualityOf(ctx, f, q.AsOf)
	if err != nil {
		return nil, err
	}
	out := &Quality{
		Day:      string(r.Day),
		Months:   r.Months,
		Cut:      cut,
		Blank:    s.blank(f),
		Sorts:    qualityFacts(r.Sorts),
		Chains:   qualityFacts(r.Chains),
		Revision: int64(f.Snapshot.Revision),
	}
	for _, c := range r.Checks {
		out.Checks = append(out.Checks, qualityCheck(c))
	}
	return out, nil
}

// blank is how many cells of the lists are to be filled in.
func (s *Server) blank(f *analysis.Findings) (n int) {
	for _, l := range analysis.Kept(f, func(f *analysis.Findings) sheetsKept { return s.countSheets(f) }) {
		for _, c := range l.Columns {
			if c.Required && !c.Reading {
				n += c.Blank
			}
		}
	}
	return n
}

// qualityOf reports on findings: of an earlier moment as of its day, else as of today.
func (s *Server) qualityOf(ctx context.Context, f *analysis.Findings, of AsOf) (*quality.Report, error) {
	day := graph.Today(s.now())
	if of.AsOf != "" {
		day = graph.Today(f.Snapshot.Time)
	}
	set := quality.Settings{Months: int(settings.StaleMonths.Default)}
	if s.settings != nil {
		values, err := s.settings.Now(ctx)
		if err != nil {
			return nil, err
		}
		set.Months = int(values.Of(settings.StaleMonths))
	}
	kept := analysis.Kept(f, func(*analysis.Findings) *qualityKept { return &qualityKept{} })
	kept.Lock()
	defer kept.Unlock()
	if r := kept.report; r == nil || r.Day != day || r.Months != set.Months {
		kept.report = quality.Of(f.Snapshot, lists.NewReader(f.Snapshot, "zh"), day, set)
	}
	return kept.report, nil
}

// qualityKept is the report on a version that was asked for last: the same for a day.
type qualityKept struct {
	sync.Mutex
	report *quality.Report
}

func qualityFacts(all []quality.Facts) []QualityFacts {
	out := make([]QualityFacts, 0, len(all))
	for _, x := range all {
		facts := QualityFacts{
			Of:         x.Of,
			Name:       x.ZH,
			NameEN:     x.EN,
			Count:      x.Count,
			Evidenced:  x.Evidenced,
			Unverified: x.Unverified,
			Traceable:  x.Traceable,
			Fresh:      x.Fresh,
			Newest:     string(x.Newest),
			Median:     string(x.Median),
			Oldest:     string(x.Oldest),
			Age:        x.Age,
		}
		for i, t := range graph.Confidences {
			facts.Grades = append(facts.Grades, QualityGrade{t.Code, x.Grades[i]})
		}
		out = append(out, facts)
	}
	return out
}

func qualityCheck(c quality.Check) QualityCheck {
	return QualityCheck{
		Key: c.Key, Name: c.ZH, NameEN: c.EN, Mend: c.Mend, MendEN: c.MendEN, Count: len(c.Rows), Of: c.Of,
	}
}

// QualityRows are what a check found, as far as who asks may see it.
func (s *Server) QualityRows(ctx context.Context, f *analysis.Findings, q *QualityRowsQuery) (*QualityRows, error) {
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	r, err := s.qualityOf(ctx, f, q.AsOf)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(r.Checks, func(c quality.Check) bool { return c.Key == q.Check })
	if i < 0 {
		return nil, missing("check", q.Check)
	}
	rows := r.Checks[i].Rows
	if q.Chain != "" {
		id := idOf(graph.KindChain, q.Chain)
		if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindChain {
			return nil, unknown("chain", "query.chain", q.Chain)
		}
		rows = slices.DeleteFunc(slices.Clone(rows), func(row quality.Row) bool { return !slices.Contains(row.Chains, id) })
	}
	var told []*graph.Node
	c := convert(f)
	out := &QualityRows{Check: qualityCheck(r.Checks[i])}
	out.List = *page(f.Snapshot, rows, &q.Pages, func(row quality.Row) QualityRow {
		told = append(told, row.Figures...)
		x := QualityRow{
			Subject:  c.refOf(row.Subject),
			Relation: string(row.Relation),
			Chains:   []string{},
			Source:   c.refOf(row.Source),
			AsOf:     string(row.AsOf),
			Text:     row.ZH,
			TextEN:   row.EN,
		}
		if row.Other != "" {
			other := c.refOf(row.Other)
			x.Other = &other
		}
		for _, id := range row.Chains {
			x.Chains = append(x.Chains, string(id))
		}
		return x
	})
	if tellsExact(f, told...) {
		return out, s.onRecord(ctx, "quality:"+q.Check)
	}
	return out, nil
}
