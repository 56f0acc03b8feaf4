package render

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"chainchief/internal/scene"
)

// DocumentOptions of a drawing as a document of one or more pages: PDF and PPTX.
type DocumentOptions struct {
	Grey  bool
	Paper string // PDF only: 16:9, a4 or a3, lying; empty is 16:9
	Glued bool   // PPTX only: edges are connectors that stay attached when a card is moved
	// address before links to places of this site, such as http://chains.example; empty leaves these links out
	Site string
	Date time.Time // of the data, for the properties of the file; the clock is never asked
}

// date is the date in the properties of a file: the one of the data, or a fixed one without any.
func (o DocumentOptions) date() time.Time {
	if o.Date.Year() < 1980 { // zip files know nothing earlier
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return o.Date.UTC().Truncate(time.Second)
}

// link returns the whole address that a link leads to from a document, in ASCII; empty where it leads nowhere: a
// document has no place that a link could start from.
func (o DocumentOptions) link(href string) string {
	if !safeLink(href) || strings.HasPrefix(href, "#") {
		return ""
	}
	if strings.HasPrefix(href, "/") {
		if href = strings.TrimSuffix(o.Site, "/") + href; o.Site == "" || !safeLink(href) {
			return ""
		}
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	return u.String()
}

// heading names a page among those of its drawing.
func heading(page scene.Page) string {
	if page.Pages < 2 {
		return page.Title
	}
	return page.Title + " " + strconv.Itoa(page.Number) + "/" + strconv.Itoa(page.Pages)
}

// property returns a text for the properties of a file: without controls, on one line.
func property(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case dropped(r):
			return -1
		}
		return r
	}, text)
}

// language returns the language of a page as a tag.
func language(page scene.Page) string {
	if page.Lang == "en" {
		return "en-US"
	}
	return "zh-CN"
}
