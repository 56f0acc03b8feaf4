package graph

import (
	"fmt"
	"strings"
)

// Dictionary writes the vocabulary as Markdown: docs/data-dictionary.md.
func Dictionary() string {
	var b strings.Builder
	b.WriteString("# Data dictionary\n\nGenerated from `graph/` by `make generate`; do not edit.\n\n")
	b.WriteString(
		"Every node and relation also carries its provenance: `source` (a Source node), `locator`, `as_of` (a date), " +
			"`confidence` and, for figures, `value_kind`.\n",
	)
	b.WriteString(
		"Dates: `2025`, `2022-Q3`, `2025-08` or `2025-08-11`. A node's id is `prefix:key`.\n\n## Words of the provenance\n\n",
	)
	termTable(&b, "confidence", Confidences)
	termTable(&b, "value_kind", ValueKinds)
	b.WriteString("## Kinds of nodes\n")
	for _, k := range Kinds {
		fmt.Fprintf(&b, "\n### %s %s\n\n%s Ids begin with `%s:`.\n", k.Kind, k.ZH, k.Doc, k.Prefix)
		attrTable(&b, k.Attrs)
	}
	b.WriteString("\n## Relations\n")
	for _, r := range Relations {
		fmt.Fprintf(
			&b,
			"\n### %s %s\n\n%s %s → %s.%s\n",
			r.Type,
			r.ZH,
			r.Doc,
			kindList(r.From),
			kindList(r.To),
			r.Shape.words(),
		)
		attrTable(&b, r.Attrs)
	}
	return b.String()
}

func termTable(b *strings.Builder, name string, terms []Term) {
	fmt.Fprintf(b, "| %s | 中文 | English |\n|---|---|---|\n", name)
	for _, t := range terms {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", t.Code, t.ZH, t.EN)
	}
	b.WriteString("\n")
}

func attrTable(b *strings.Builder, attrs []AttrSpec) {
	if len(attrs) == 0 {
		return
	}
	b.WriteString("\n| attribute | 中文 | type | required | values |\n|---|---|---|---|---|\n")
	for _, a := range attrs {
		required := ""
		if a.Required {
			required = "yes"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", a.Name, a.ZH, a.Type, required, a.values())
	}
}

func (a AttrSpec) values() string {
	var parts []string
	for _, t := range a.Terms {
		parts = append(parts, "`"+t.Code+"` "+t.ZH)
	}
	if a.Max > a.Min {
		parts = append(parts, fmt.Sprintf("%v to %v", a.Min, a.Max))
	}
	if a.Unit != "" {
		parts = append(parts, "unit "+a.Unit)
	}
	return strings.Join(parts, " · ")
}

func kindList(kinds []Kind) string {
	if len(kinds) == 0 {
		return "any"
	}
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k)
	}
	return strings.Join(out, ", ")
}
