package graph

import (
	"strconv"
	"strings"
)

// A view reads the attributes of one kind of node, or one type of relation, by name. It holds what it reads, so that
// name, id and provenance are at hand too, and it must not be changed.
//
// A view of something of another kind reads as if nothing were given.

// Note is what was remarked, on whatever kind of node or relation has notes.
func (a Attrs) Note() string { return a.Text("note") }

// Scheme is a version of the city's list of key chains.
type Scheme struct{ *Node }

// SchemeOf views a node as a scheme.
func SchemeOf(n *Node) Scheme { return Scheme{n} }

// Version is its name among the versions.
func (s Scheme) Version() string { return s.Attrs.Text("version") }

// ValidFrom is the day it came into force.
func (s Scheme) ValidFrom() Date { return Date(s.Attrs.Text("valid_from")) }

// Current tells whether it is in force.
func (s Scheme) Current() bool { return s.Attrs.Bool("current") }

// Chain is an industrial chain under a chief.
type Chain struct{ *Node }

// ChainOf views a node as a chain.
func ChainOf(n *Node) Chain { return Chain{n} }

// Order is its place on the list.
func (c Chain) Order() int64 { return c.Attrs.Int("order") }

// Provisional tells whether it is still to be verified that the chain is on the list.
func (c Chain) Provisional() bool { return c.Attrs.Bool("provisional") }

// Reason is why it was chosen.
func (c Chain) Reason() string { return c.Attrs.Text("reason") }

// Template is the version of the template of its links.
func (c Chain) Template() string { return c.Attrs.Text("template_version") }

// Captions say of each stage, in the order of Stages, what it holds.
func (c Chain) Captions() (zh, en []string) {
	return c.Attrs.List("captions"), c.Attrs.List("captions_en")
}

// Link is a step of a chain: a sub-chain, a group, or a lowest link.
type Link struct{ *Node }

// LinkOf views a node as a link.
func LinkOf(n *Node) Link { return Link{n} }

// Level is its place in the tree, of LinkLevels.
func (l Link) Level() string { return l.Attrs.Text("level") }

// Order is its place among those beside it.
func (l Link) Order() int64 { return l.Attrs.Int("order") }

// Stage of the flow, of Stages.
func (l Link) Stage() string { return l.Attrs.Text("stage") }

// Weight is how necessary it is, 1 to 3; 1 where nobody has said.
func (l Link) Weight() int { return int(max(1, l.Attrs.Int("weight"))) }

// OutsideSupply is how many makers the country has, of Supplies.
func (l Link) OutsideSupply() string { return l.Attrs.Text("outside_supply") }

// Substitute tells whether something else would do, of Substitutes.
func (l Link) Substitute() string { return l.Attrs.Text("substitute") }

// Output is the gross output, as far as it is known.
func (l Link) Output() (value float64, known bool) { return l.Attrs.Number("output") }

// Market tells that the link makes nothing: hospitals, shops, building sites.
func (l Link) Market() bool { return l.Attrs.Bool("market") }

// Insufficient is what people found lacking; "" when they found nothing.
func (l Link) Insufficient() string { return l.Attrs.Text("insufficient") }

// Blocked is what people found blocked; "" when they found nothing.
func (l Link) Blocked() string { return l.Attrs.Text("blocked") }

// Enterprise is a firm, here or outside.
type Enterprise struct{ *Node }

// EnterpriseOf views a node as an enterprise.
func EnterpriseOf(n *Node) Enterprise { return Enterprise{n} }

// ShortName is the short name on record, or "".
func (e Enterprise) ShortName() string { return e.Attrs.Text("short_name") }

// Short is what a card calls it: the short name, or the name where there is none.
func (e Enterprise) Short() string {
	if short := e.ShortName(); short != "" {
		return short
	}
	return e.Name
}

// Type is what kind of firm it is, of EnterpriseKinds.
func (e Enterprise) Type() string { return e.Attrs.Text("kind") }

// Reach is how near it is, of Reaches.
func (e Enterprise) Reach() string { return e.Attrs.Text("reach") }

// Local tells whether it is in the city.
func (e Enterprise) Local() bool { return e.Reach() == ReachLocal }

// Region is where it is, in the words of the source.
func (e Enterprise) Region() string { return e.Attrs.Text("region") }

// CreditCode is the unified social credit code, as written.
func (e Enterprise) CreditCode() string { return e.Attrs.Text("credit_code") }

// ListedCode is the code of its shares; "" when it is not listed.
func (e Enterprise) ListedCode() string { return e.Attrs.Text("listed_code") }

// FormerIDs are the ids of the enterprises that were merged into it.
func (e Enterprise) FormerIDs() (ids []ID) {
	for _, id := range e.Attrs.List("former_ids") {
		ids = append(ids, ID(id))
	}
	return ids
}

// Levels are the verified levels, of the list Levels.
func (e Enterprise) Levels() []string { return e.Attrs.List("levels") }

// UnverifiedLevels are those still to be verified.
func (e Enterprise) UnverifiedLevels() []string { return e.Attrs.List("levels_unverified") }

// Veto is why it should not be approached, and what to do instead; "" when nothing stands against it.
func (e Enterprise) Veto() (reason, instead string) {
	return e.Attrs.Text("veto"), e.Attrs.Text("veto_instead")
}

// Park is a place: the city, a district, zone, park or planning area, or a place outside.
type Park struct{ *Node }

// ParkOf views a node as a place.
func ParkOf(n *Node) Park { return Park{n} }

// Type is what kind of place it is, of ParkKinds.
func (p Park) Type() string { return p.Attrs.Text("kind") }

// Coordinates are known when both are.
func (p Park) Coordinates() (lon, lat float64, known bool) {
	lon, hasLon := p.Attrs.Number("lon")
	lat, hasLat := p.Attrs.Number("lat")
	return lon, lat, hasLon && hasLat
}

// Restriction is what may not settle there; "" when there is none.
func (p Park) Restriction() string { return p.Attrs.Text("restriction") }

// TaskForce is the team that does the work on a chain.
type TaskForce struct{ *Node }

// TaskForceOf views a node as a task force.
func TaskForceOf(n *Node) TaskForce { return TaskForce{n} }

// LedBy is the post that leads it.
func (t TaskForce) LedBy() string { return t.Attrs.Text("led_by") }

// Milestone is what is to be reached by when.
type Milestone struct{ *Node }

// MilestoneOf views a node as a milestone.
func MilestoneOf(n *Node) Milestone { return Milestone{n} }

// Due is by when.
func (m Milestone) Due() Date { return Date(m.Attrs.Text("due")) }

// Project is a project or growth point.
type Project struct{ *Node }

// ProjectOf views a node as a project.
func ProjectOf(n *Node) Project { return Project{n} }

// Type is what kind of project it is, of ProjectKinds.
func (p Project) Type() string { return p.Attrs.Text("kind") }

// Stage is how far it is, of Steps.
func (p Project) Stage() string { return p.Attrs.Text("stage") }

// Signed is when the contract was signed.
func (p Project) Signed() Date { return Date(p.Attrs.Text("signed")) }

// Started is when building began.
func (p Project) Started() Date { return Date(p.Attrs.Text("started")) }

// Trial is when trial production began.
func (p Project) Trial() Date { return Date(p.Attrs.Text("trial")) }

// Completed is when building ended.
func (p Project) Completed() Date { return Date(p.Attrs.Text("completed")) }

// Produced is when production began.
func (p Project) Produced() Date { return Date(p.Attrs.Text("produced")) }

// StartDue is when building should begin.
func (p Project) StartDue() Date { return Date(p.Attrs.Text("start_due")) }

// Progress is what is to be seen on the ground, in words.
func (p Project) Progress() string { return p.Attrs.Text("progress") }

// GivenUp is when it was given up; "" while it goes on.
func (p Project) GivenUp() Date { return Date(p.Attrs.Text("given_up")) }

// Due is when it should produce.
func (p Project) Due() Date { return Date(p.Attrs.Text("due")) }

// Comment is what somebody said of a gap.
type Comment struct{ *Node }

// CommentOf views a node as a comment.
func CommentOf(n *Node) Comment { return Comment{n} }

// Text is what was said.
func (c Comment) Text() string { return c.Attrs.Text("text") }

// By is who said it.
func (c Comment) By() string { return c.Attrs.Text("said_by") }

// At is when, in RFC 3339.
func (c Comment) At() string { return c.Attrs.Text("said_at") }

// Search is that somebody looked for makers at a link and found none.
type Search struct{ *Node }

// SearchOf views a node as a search.
func SearchOf(n *Node) Search { return Search{n} }

// On is the day on which it was.
func (s Search) On() Date { return Date(s.Attrs.Text("looked_on")) }

// Where is what was searched, in people's words.
func (s Search) Where() string { return s.Attrs.Text("where") }

// By is the post that looked.
func (s Search) By() string { return s.Attrs.Text("looked_by") }

// Figure is one figure about one thing.
type Figure struct{ *Node }

// FigureOf views a node as a figure.
func FigureOf(n *Node) Figure { return Figure{n} }

// Measure is what it measures, of Measures.
func (f Figure) Measure() string { return f.Attrs.Text("measure") }

// Value is the number, as far as it is one.
func (f Figure) Value() (value float64, known bool) { return f.Attrs.Number("value") }

// Unit of the value.
func (f Figure) Unit() string { return f.Attrs.Text("unit") }

// Period is the time that it is of.
func (f Figure) Period() Date { return Date(f.Attrs.Text("period")) }

// Text is what the source says, where that is no plain number.
func (f Figure) Text() string { return f.Attrs.Text("text") }

// Money is the value of a figure of money, 亿元.
func (f Figure) Money() (amount float64, known bool) {
	value, known := f.Value()
	switch unit, _ := strings.CutSuffix(f.Unit(), "/年"); unit {
	case "亿元":
		return value, known
	case "万元":
		return value / 1e4, known
	case "元":
		return value / 1e8, known
	}
	return 0, false
}

// Band is the code of Bands that the figure is in, by its amount or as it is said; empty when it is in none.
func (f Figure) Band() string {
	amount, known := f.Money()
	if !known {
		return f.Attrs.Text("band")
	}
	in := Bands[0].Code
	for _, band := range Bands[1:] {
		if least, _ := strconv.ParseFloat(band.Code, 64); amount >= least { // the codes are numbers: a test reads them
			in = band.Code
		}
	}
	return in
}

// Confidential tells whether only some may read the figure exactly: when it says so, and else when it is of a single
// firm, as what firms report to statistics is. What it is about may not be known (nil); then it is taken for a firm.
func (f Figure) Confidential(about *Node) bool {
	if said := f.Attrs.Text("visibility"); said != "" {
		return said == VisibilityConfidential
	}
	if about != nil && about.Kind != KindEnterprise && about.Kind != KindProject {
		return false
	}
	switch f.Measure() {
	case MeasureOutput, MeasureSales, MeasureProfit, MeasureTax, MeasureElectricity, MeasureUpgrading, MeasureTrade:
		return true
	case MeasureInvestment, MeasureAnnual, MeasureInvested:
		return about == nil || about.Kind == KindProject && ProjectOf(about).Type() == ProjectUpgrade
	}
	return false
}

// Origin is a source: a document, article or body of knowledge that facts rest on.
type Origin struct{ *Node }

// OriginOf views a node as a source.
func OriginOf(n *Node) Origin { return Origin{n} }

// URL is where it can be read.
func (o Origin) URL() string { return o.Attrs.Text("url") }
