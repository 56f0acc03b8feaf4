package render

import (
	"fmt"

	"chainchief/internal/scene"
)

// element is a node of the structure tree of a document, which is what a screen reader walks.
type element struct {
	kind string // H1, P, Figure, Link, …
	alt  string // said in place of what it holds
	box  string // of a figure, as PDF writes a rectangle
	page int    // that its content stands on, from 0
	kids []kid
}

// kid is what an element holds: an element, or else marked content of its page, or else a link of its page.
type kid struct {
	element       *element
	content, link int // numbers on the page; -1 for none
}

func (e *element) add(kind string) *element {
	child := &element{kind: kind, page: e.page}
	e.kids = append(e.kids, kid{child, -1, -1})
	return child
}

// pageTags is what leads from a page to its elements.
type pageTags struct {
	owners []*element // of marked content, by its number
	links  []pageLink
}

type pageLink struct {
	box, href string
	owner     *element
}

// tagger marks what is written on pages as content of elements.
type tagger struct {
	root    *element
	pages   []pageTags
	head    *element // title and head of the page being written
	figure  *element // its drawing, with its description
	foot    *element // legend and sources
	write   func(string)
	current *element // of the open mark
	open    bool
}

// page begins a page.
func (t *tagger) page(page scene.Page, box string) {
	if t.root == nil {
		t.root = &element{kind: "Document"}
	}
	t.pages = append(t.pages, pageTags{})
	section := &element{kind: "Sect", page: len(t.pages) - 1}
	t.root.kids = append(t.root.kids, kid{section, -1, -1})
	t.head, t.figure, t.foot = section.add("Sect"), section.add("Figure"), section.add("Sect")
	t.figure.box, t.figure.alt = box, property(page.Desc)
	if t.figure.alt == "" {
		t.figure.alt = property(page.Title)
	}
}

// group returns the element of what belongs to one thing of the drawing: a link where it leads somewhere. What has no
// name is content of the figure.
func (t *tagger) group(g group, href, box string) *element {
	if g.items[0].Owner == "" || href == "" && g.target.Name == "" {
		return t.figure
	}
	e := t.figure.add("Span")
	e.alt = property(g.target.Name)
	if href != "" {
		e.kind = "Link"
		links := &t.pages[len(t.pages)-1].links
		e.kids = append(e.kids, kid{nil, -1, len(*links)})
		*links = append(*links, pageLink{box, href, e})
	}
	return e
}

// block marks what follows as content of the element that it belongs to.
func (t *tagger) block(b block, title bool, of *element) {
	role := b[0].Role
	switch {
	case of != t.figure:
	case role != scene.RoleHead && role != scene.RoleLegend && role != scene.RoleFoot:
	case b[0].Shape != scene.Text:
		of = nil // rules and swatches say nothing
	case title:
		of = t.head.add("H1")
	case role == scene.RoleHead:
		of = t.head.add("P")
	default:
		of = t.foot.add("P")
	}
	t.mark(of)
}

// mark begins marked content of an element, of none for what only looks; what is marked alike goes on.
func (t *tagger) mark(of *element) {
	if t.open && t.current == of {
		return
	}
	t.end()
	t.current, t.open = of, true
	if of == nil {
		t.write("/Artifact BMC")
		return
	}
	owners := &t.pages[len(t.pages)-1].owners
	of.kids = append(of.kids, kid{nil, len(*owners), -1})
	t.write(fmt.Sprintf("/%s <</MCID %d>> BDC", of.kind, len(*owners)))
	*owners = append(*owners, of)
}

func (t *tagger) end() {
	if t.open {
		t.write("EMC")
	}
	t.open = false
}
