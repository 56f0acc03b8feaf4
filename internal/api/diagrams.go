package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/drawing"
	"chainchief/internal/edge"

	"github.com/danielgtaylor/huma/v2"
)

type diagramQuery struct {
	AsOf
	Kind        string `path:"kind" maxLength:"40" doc:"One of the diagrams that /meta lists"`
	Chain       string `query:"chain" maxLength:"200" doc:"Empty: the layout of the city; an enterprise on all chains"`
	Of          string `query:"of" maxLength:"300" doc:"For kinds that draw one thing other than a chain: its id"`
	From        Moment `query:"from" doc:"For changes: revision or date to compare with"`
	Links       string `query:"links" maxLength:"4000" doc:"For whatif: links or gaps to fill; default: the first gaps"`
	Format      string `query:"format" enum:"svg,png,pdf,pptx,json" doc:"Without it, by the Accept header, else svg"`
	Lang        string `query:"lang" enum:"zh,en" default:"zh" doc:"Language of the drawing"`
	Stage       string `query:"stage" enum:"upstream,midstream,downstream,support" doc:"Only links of this stage"`
	OnlyGaps    bool   `query:"only_gaps" doc:"Only missing, weak, outside, chokepoint or blocked links"`
	Detail      string `query:"detail" enum:"full,names,overview,leader" doc:"How much it says; leader: for a wall"`
	Grey        bool   `query:"grey" doc:"Not for json"`
	Transparent bool   `query:"transparent" doc:"svg and png: no white background"`
	Page        int    `query:"page" minimum:"1" maximum:"100" default:"1" doc:"svg, png; other formats have all pages"`
	Scale       int    `query:"scale" minimum:"1" maximum:"4" default:"2" doc:"png: 1 is 1600 × 900 pixels"`
	Paper       string `query:"paper" enum:"16:9,a4,a3" default:"16:9" doc:"pdf"`
	Connectors  bool   `query:"connectors" doc:"pptx: lines stay attached to cards that are moved"`
	Watermark   string `query:"watermark" enum:"true,false" doc:"Name and time over it; else where figures are banded"`
	Accept      string `header:"Accept" hidden:"true"`
	IfNoneMatch string `header:"If-None-Match" hidden:"true"`

	host string // that the caller used
}

// Resolve notes the host that the caller used.
func (q *diagramQuery) Resolve(ctx huma.Context) []error {
	q.host = ctx.Host()
	return nil
}

// site is where pages are reached, for links inside documents.
func (s *Server) site(ctx context.Context, host string) string {
	scheme := "http"
	switch {
	case s.public != nil && s.public.Host != "":
		scheme, host = s.public.Scheme, s.public.Host
	case edge.ClientOf(ctx).Secure:
		scheme = "https"
	}
	return scheme + "://" + host + s.base
}

// diagramAnswer is a drawing as it goes over the wire.
type diagramAnswer struct {
	Status       int
	ContentType  string `header:"Content-Type"`
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Disposition  string `header:"Content-Disposition"`
	Vary         string `header:"Vary"`
	Revision     int64  `header:"X-Revision"`
	Pages        int    `header:"X-Pages" doc:"How many pages the drawing has"`
	Missing      string `header:"X-Missing-Characters" doc:"Characters no font has, as U+4E00 U+4E01; drawn as 〓"`
	Faults       int    `header:"X-Faults" doc:"Rules that a page of the drawing breaks, such as an overlap; normally 0"`
	Body         []byte
}

func (s *Server) diagram(ctx context.Context, f *analysis.Findings, q *diagramQuery) (*diagramAnswer, error) {
	kind, known := drawing.KindNamed(q.Kind)
	if !known {
		return nil, missing("diagram", q.Kind)
	}
	format := q.Format
	if format == "" {
		if format = negotiate(q.Accept); format == "" {
			return nil, newProblem(
				http.StatusNotAcceptable,
				"diagram.not_acceptable",
				"a diagram comes as SVG, PNG, PDF, PPTX or JSON",
				"",
			)
		}
	}
	r := drawing.Request{
		Kind:     q.Kind,
		Of:       graph.ID(q.Of),
		Lang:     q.Lang,
		Stage:    q.Stage,
		OnlyGaps: q.OnlyGaps,
		Detail:   diagram.Detail(q.Detail),
		Format:   format,
		Grey:     q.Grey,
		Clear:    q.Transparent,
		Page:     q.Page,
		Scale:    q.Scale,
		Paper:    q.Paper,
		Glued:    q.Connectors,
		Site:     s.site(ctx, q.host),
		Fill:     q.Links,
	}
	if q.Chain != "" {
		r.Chain = idOf(graph.KindChain, q.Chain)
	}
	if q.From != "" {
		from, _, err := s.since(ctx, q.From)
		if err != nil {
			return nil, err
		}
		if _, r.From, err = s.within(ctx, from, q); err != nil {
			return nil, err
		}
	}
	chains := len(f.Snapshot.Of(graph.KindChain))
	if !drawing.OfChain(kind) || kind.City && r.Chain == "" { // what it draws goes beyond one chain
		var err error
		if f, err = s.cut(ctx, f); err != nil {
			return nil, err
		}
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if p := access.Of(ctx); !p.Alone {
		r.Stamp = &drawing.Stamp{
			Maker:     content.Maker{Name: p.Name, Chains: p.Chains, Of: chains, At: s.now()},
			Watermark: q.Watermark == "true" || q.Watermark == "" && p.Clearance().Banded,
			Held:      q.IfNoneMatch,
		}
	}
	file, err := s.studio.Draw(ctx, f, r)
	if err != nil {
		return nil, lacking(strings.ToLower(string(kind.Subject)), err)
	}
	s.metrics.Drawn(q.Kind, format)
	out := &diagramAnswer{
		Status:       http.StatusOK,
		ContentType:  file.Type,
		ETag:         file.ETag,
		CacheControl: "private, no-cache",
		Disposition:  disposition(file),
		Vary:         "Accept",
		Revision:     int64(f.Snapshot.Revision),
		Pages:        file.Pages,
		Missing:      codes(file.Missing),
		Faults:       len(file.Faults),
		Body:         file.Data,
	}
	if q.IfNoneMatch == "*" || strings.Contains(q.IfNoneMatch, file.ETag) {
		out.Status, out.Body = http.StatusNotModified, nil
	}
	return out, nil
}

// disposition names a file twice, as RFC 6266 has it: in UTF-8, and in ASCII for who does not know that.
func disposition(file drawing.File) string { return asFile("inline", file.Name, file.Plain) }

// asFile is a Content-Disposition: what is to be done with a file, its name, and one in ASCII for old programs.
func asFile(do, name, plain string) string {
	ascii := mime.FormatMediaType(do, map[string]string{"filename": strings.Map(func(r rune) rune {
		if r > 0x7e {
			return '-'
		}
		return r
	}, plain)})
	return ascii + "; filename*=UTF-8''" + strings.ReplaceAll(url.PathEscape(name), "'", "%27")
}

// codes writes characters as U+4E00 U+4E01.
func codes(list []rune) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("U+%04X", r))
	}
	return strings.Join(out, " ")
}

// negotiate picks the format that an Accept header names first; svg when it takes anything.
func negotiate(accept string) string {
	if accept == "" {
		return "svg"
	}
	for _, part := range strings.Split(accept, ",") {
		media, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch media {
		case "image/*", "*/*", "text/html":
			return "svg"
		}
		for format, kind := range drawing.MediaTypes {
			if media == kind {
				return format
			}
		}
	}
	return ""
}
