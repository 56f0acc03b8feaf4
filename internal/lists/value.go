package lists

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"chainchief/graph"
)

// attribute takes a cell as the value of an attribute.
func (t *taker) attribute(attrs graph.Attrs, column int, text string) {
	spec := t.sent.List.Columns[column].path.spec
	wrong := func(code, message, fix string) {
		t.report(column, code, fmt.Sprintf("%q %s", text, message), fix)
	}
	switch spec.Type {
	case graph.TypeInt, graph.TypeNumber:
		n, is := t.number(column, text)
		switch {
		case !is:
		case spec.Max > spec.Min && (n < spec.Min || n > spec.Max):
			wrong("cell.out_of_range", fmt.Sprintf("is not between %v and %v", spec.Min, spec.Max), "correct the number")
		case spec.Type == graph.TypeInt && n != float64(int64(n)):
			wrong("cell.not_whole", "is no whole number", "write one")
		case spec.Type == graph.TypeInt:
			attrs[spec.Name] = int64(n)
		default:
			attrs[spec.Name] = n
		}
	case graph.TypeBool:
		if code, known := coded(YesNo, text); known {
			attrs[spec.Name] = code == "true"
		} else {
			wrong("cell.not_yes_no", "is neither yes nor no", "write 是 or 否")
		}
	case graph.TypeDate:
		if date, is := t.date(column, text); is {
			attrs[spec.Name] = string(date)
		}
	case graph.TypeEnum:
		if code, known := coded(spec.Terms, text); known {
			attrs[spec.Name] = code
		} else {
			wrong("cell.not_word", "is none of the words", "use "+words(spec.Terms, t.sent.Lang))
		}
	case graph.TypeCreditCode:
		t.creditCode(attrs, column, text)
	case graph.TypeList:
		attrs[spec.Name] = t.items(column, spec, split(text))
	default:
		attrs[spec.Name] = text
	}
}

// numeric is the number that a text says, to the fifteen digits that a spreadsheet holds.
func numeric(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, false
	}
	const digits = 15
	n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', digits, 64), 64)
	return n, err == nil
}

// creditCode takes a code. A spreadsheet that took it for a number has kept fifteen digits of it.
func (t *taker) creditCode(attrs graph.Attrs, column int, text string) {
	code, mended, fault := CreditCode(text)
	switch {
	case mended:
		t.report(column, "cell.letters_for_digits", fmt.Sprintf("%q has letters that no code has", text), "write "+code)
	case !fault.Wrong():
		attrs[t.sent.List.Columns[column].path.spec.Name] = code
	case lostDigits(code):
		t.report(column, "cell.lost_digits", fmt.Sprintf("%q was a number: the last digits of the code are lost", text),
			"set the column to text and enter the code again")
	default:
		t.report(column, "cell.not_credit_code", fmt.Sprintf("%q %s", text, fault.Words("en")), "compare it with the licence")
	}
}

// number takes a cell as a number in the unit of its column; what is wrong with it is reported.
func (t *taker) number(column int, text string) (float64, bool) {
	unit := t.sent.List.Columns[column].Unit
	wrong := func(code, message, fix string) (float64, bool) {
		t.report(column, code, fmt.Sprintf("%q %s", text, message), fix)
		return 0, false
	}
	all := Amounts(text)
	var fits []Amount
	for _, a := range all {
		in, ok := a.Value, a.Unit == ""
		if unit != "" && a.Unit != "" {
			in, ok = Convert(a.Value, a.Unit, unit)
		}
		if ok {
			fits = append(fits, Amount{Value: in, Until: a.Until - a.Value + in})
		}
	}
	switch {
	case len(all) == 0:
		return wrong("cell.not_number", "is no number",
			"write digits, with a point for decimals; the unit stands in the heading")
	case len(fits) == 0 && unit == "":
		return wrong("cell.unit", "has a unit, and the column has none", "write the number alone")
	case len(fits) == 0:
		return wrong("cell.unit", "is in no unit that makes "+unit, "give the amount in "+unit+", at the rate of its day")
	case len(fits) > 1:
		return wrong("cell.several", "is several amounts", "write the one that is meant")
	case fits[0].Range():
		return wrong("cell.range", "is a range",
			"write the amount that holds, or leave it blank and say the range in the note")
	}
	return fits[0].Value, true
}

// date takes a cell as a date; what is wrong with it is reported.
func (t *taker) date(column int, text string) (graph.Date, bool) {
	d, is := When(text)
	switch {
	case !is:
		t.report(column, "cell.not_date", fmt.Sprintf("%q is no date", text), dateFix)
	case len(d.Choices) > 0:
		t.report(column, "cell.ambiguous", fmt.Sprintf("%q may be %s", text, strings.Join(d.Choices, " or ")),
			"write "+d.Choices[0]+" or "+d.Choices[1]+": a spreadsheet drops the zero at the end of 2025.10")
	case d.Range:
		t.report(column, "cell.range", fmt.Sprintf("%q is a range", text), "write the day, month or year that is meant")
	default:
		return d.From, true
	}
	return "", false
}

// written is the ways in which people write a day, month or quarter.
var written = regexp.MustCompile(`^(\d{4})(?:[-/年](?:Q([1-4])|(\d{1,2})(?:[-/月](\d{1,2})日?|月)?)|年)?$` +
	`|^(\d{4})\.(\d{1,2})\.(\d{1,2})$`)

// items takes the values of a list, words of the vocabulary where it has them.
func (t *taker) items(column int, spec graph.AttrSpec, values []string) []string {
	if len(spec.Terms) == 0 {
		return values
	}
	codes := make([]string, 0, len(values))
	for _, v := range values {
		code, known := coded(spec.Terms, v)
		if !known {
			t.report(column, "cell.not_word", fmt.Sprintf("%q is none of the words", v), "use "+words(spec.Terms, t.sent.Lang))
			continue
		}
		codes = append(codes, code)
	}
	return codes
}

// levels takes the levels of an enterprise: those with a ? are still to be verified.
func (t *taker) levels(attrs graph.Attrs, column int, text string) {
	var sure, open []string
	for _, v := range split(text) {
		if level, is := strings.CutSuffix(strings.ReplaceAll(v, "？", unverified), unverified); is {
			open = append(open, level)
		} else {
			sure = append(sure, v)
		}
	}
	spec := graph.AttrSpec{Terms: graph.Levels}
	for name, values := range map[string][]string{"levels": sure, "levels_unverified": open} {
		delete(attrs, name)
		if codes := t.items(column, spec, values); len(codes) > 0 {
			attrs[name] = codes
		}
	}
}
