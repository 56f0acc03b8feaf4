package graph

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Date is a calendar date as precise as its source: "2025", "2022-Q3", "2025-08" or "2025-08-11".
type Date string

var dateForm = regexp.MustCompile(`^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$`)

// Beijing is the name of the zone that days are counted in unless another is chosen.
const Beijing = "Asia/Shanghai"

// Zone is the one that days are counted in and times are said in, wherever the program runs: the time of Beijing, which
// has had no summer time since 1991, so that no data of zones is needed. UseZone chooses another, before anything else.
var Zone = time.FixedZone(Beijing, 8*60*60)

// UseZone chooses the zone by its IANA name.
func UseZone(name string) error {
	if name == Beijing {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" { // Local would be another one on every machine
		return &Error{
			Code:    CodeUsage,
			Message: fmt.Sprintf("%q is no time zone", name),
			Fix:     "write its IANA name, such as Asia/Shanghai or Asia/Urumqi, with --time-zone",
			Err:     err,
		}
	}
	Zone = zone
	return nil
}

// ZoneName is what the zone is called in a language.
func ZoneName(lang string) string {
	switch name := Zone.String(); {
	case name == Beijing && lang == "en":
		return "Beijing time"
	case name == Beijing:
		return "北京时间"
	case lang == "en":
		return name + " time"
	default:
		return name + " 时间"
	}
}

// Forms of times that people are told, from the year or from the hour.
const (
	Minute = "2006-01-02 15:04"
	Hour   = "15:04"
)

// Clock is a time as people are told it in a language: never without its zone.
func Clock(at time.Time, form, lang string) string {
	if lang == "en" {
		return at.In(Zone).Format(form) + " (" + ZoneName(lang) + ")"
	}
	return at.In(Zone).Format(form) + "（" + ZoneName(lang) + "）"
}

// Today is the date of a moment.
func Today(now time.Time) Date { return Date(now.In(Zone).Format(time.DateOnly)) }

// Valid tells whether the date has one of the four forms and exists in the calendar.
func (d Date) Valid() bool {
	_, _, err := d.Span()
	return err == nil
}

// Span returns the first day of the date and the first day after it, in UTC.
func (d Date) Span() (from, until time.Time, err error) {
	m := dateForm.FindStringSubmatch(string(d))
	if m == nil {
		return from, until, fmt.Errorf("date %q is not of the form 2025, 2022-Q3, 2025-08 or 2025-08-11", string(d))
	}
	year, _ := strconv.Atoi(m[1])
	day := func(month, dom int) time.Time { return time.Date(year, time.Month(month), dom, 0, 0, 0, 0, time.UTC) }
	switch {
	case m[2] != "":
		quarter, _ := strconv.Atoi(m[2])
		return day(3*quarter-2, 1), day(3*quarter+1, 1), nil
	case m[3] == "":
		return day(1, 1), day(13, 1), nil
	}
	month, _ := strconv.Atoi(m[3])
	if month < 1 || month > 12 {
		return from, until, fmt.Errorf("date %q has no such month", string(d))
	}
	if m[4] == "" {
		return day(month, 1), day(month+1, 1), nil
	}
	dom, _ := strconv.Atoi(m[4])
	from = day(month, dom)
	if int(from.Month()) != month || dom == 0 {
		return from, until, fmt.Errorf("date %q has no such day", string(d))
	}
	return from, from.AddDate(0, 0, 1), nil
}

// Newer tells whether d ends after other; an empty or invalid date is older than any.
func (d Date) Newer(other Date) bool {
	_, end, err := d.Span()
	if err != nil {
		return false
	}
	_, otherEnd, err := other.Span()
	return err != nil || end.After(otherEnd)
}
