package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"chainchief/internal/access"
	"chainchief/internal/settings"
)

// Setting is something that can be set.
type Setting struct {
	Key     string `json:"key" doc:"Its name"`
	Unit    string `json:"unit" enum:"minutes,hours,days,months,switch" doc:"Of the value; a switch is 0 or 1"`
	Value   int64  `json:"value" doc:"In force"`
	Default int64  `json:"default" doc:"When nobody has set it"`
	Min     int64  `json:"min" doc:"The least that can be set"`
	Max     int64  `json:"max" doc:"The most"`
	SetAt   string `json:"set_at,omitempty" doc:"When it was set last; missing when nobody has"`
	SetBy   string `json:"set_by,omitempty" doc:"By whom"`
}

// Settings are all that can be set.
type Settings struct {
	Version int64     `json:"version" doc:"Goes into base of a change"`
	Items   []Setting `json:"items" doc:"In the order in which people see them"`
}

func newSettings(v settings.Values) *Settings {
	out := &Settings{Version: v.Revision}
	for _, k := range settings.Keys {
		item := Setting{Key: k.Name, Unit: k.Unit, Value: v.Of(k), Default: k.Default, Min: k.Min, Max: k.Max}
		if k.Switch() {
			item.Unit = "switch"
		}
		if set, is := v.Set(k); is {
			item.SetAt, item.SetBy = stamp(set.At), set.Post
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func (s *Server) getSettings(ctx context.Context, _ *none) (*Settings, error) {
	if s.settings == nil {
		return nil, errNoAccounts
	}
	v, err := s.settings.Read(ctx)
	return newSettings(v), err
}

func (s *Server) setSettings(ctx context.Context, q *struct {
	Body struct {
		Base   int64            `json:"base" minimum:"0" maximum:"999999999999999" doc:"version that was read"`
		Values map[string]int64 `json:"values" minProperties:"1" maxProperties:"100" doc:"What is set, by key"`
		Reason Line             `json:"reason" minLength:"1" maxLength:"300" doc:"Why, for the record"`
	}
}) (*Settings, error) {
	if s.settings == nil {
		return nil, errNoAccounts
	}
	v, said, err := s.settings.Change(ctx, q.Body.Base, q.Body.Values, access.Of(ctx).Name)
	var refused *settings.Refused
	var conflict *settings.Conflict
	switch {
	case errors.As(err, &refused):
		p := newProblem(http.StatusUnprocessableEntity, "setting.invalid", refused.EN, "")
		p.DetailZH = refused.ZH
		p.Errors = []ProblemDetail{{"body.values." + clip(refused.Name), p.Code, clip(refused.EN)}}
		return nil, p
	case errors.As(err, &conflict):
		return nil, settingsConflict(conflict)
	case err != nil:
		return nil, err
	}
	noted(ctx).detail = strings.Join(append(said, strings.TrimSpace(string(q.Body.Reason))), "; ")
	return newSettings(v), nil
}

// settingsConflict says what is in force now of what somebody wanted to set.
func settingsConflict(c *settings.Conflict) *Problem {
	detail := c.Error() + "; nothing was set: look at theirs and set it again"
	p := newProblem(http.StatusConflict, "setting.conflict", detail, "")
	p.DetailZH = "您打开之后有人改过同一项，未保存；已取来新的值，请对照后再保存"
	for _, k := range c.Keys {
		set, _ := c.Theirs.Set(k)
		p.Errors = append(p.Errors, ProblemDetail{
			Location: "body.values." + k.Name,
			Code:     p.Code,
			Message:  fmt.Sprintf("is %d now, set by %s", c.Theirs.Of(k), clip(set.Post)),
		})
	}
	return p
}
