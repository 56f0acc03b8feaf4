package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"chainchief/internal/access"
	"chainchief/internal/decision"

	"github.com/danielgtaylor/huma/v2"
)

// everybody asks as the one who sits at a machine without accounts.
func everybody(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Alone)))
	})
}

// routeKey is where the context of a request names its route.
type routeKey struct{}

// permitted lets a request through to its route when who asks has the permission that the route declares. It comes
// before everything that reads the request, so that who may not ask learns nothing of what would have been answered.
func permitted(spec huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		need, who := needed(ctx.Operation()), access.Of(ctx.Context())
		if who.May(need) {
			next(huma.WithValue(ctx, routeKey{}, ctx.Operation().Path))
		} else if err := huma.WriteErr(spec, ctx, http.StatusForbidden, "", denied(who, need)); err != nil {
			slog.Debug("answer not written", "error", err)
		}
	}
}

// needed is the permission that a route declares.
func needed(op *huma.Operation) access.Permission {
	declared, _ := op.Extensions[permissionKey].(string)
	return access.Permission(declared)
}

func denied(who access.Person, need access.Permission) *Problem {
	switch who.Owes {
	case access.NewPassword:
		const detail = "the password has expired: choose a new one first"
		p := newProblem(http.StatusForbidden, "session.password_expired", detail, "")
		p.DetailZH = "密码已到期，请先改密码"
		return p
	case access.SecondFactor:
		const detail = "administrators need a second factor here: set it up first"
		p := newProblem(http.StatusForbidden, "session.factor_needed", detail, "")
		p.DetailZH = "管理员须设第二因素，请先绑定验证器"
		return p
	}
	detail := "this needs the permission " + string(need) + ", which none of your roles has; ask who manages the accounts"
	p := newProblem(http.StatusForbidden, "access.denied", detail, "")
	p.DetailZH = "这需要权限 " + string(need) + "，您的角色没有这项权限；请联系账号管理员"
	return p
}

// unnamed is who writes through the page of a machine without accounts and gives no role.
const unnamed = "页面"

// actor is who writes, and when: the one who signed in, whatever the request says; without accounts by the role that
// they give.
func actor(ctx context.Context, by Role) decision.Actor {
	name := access.Of(ctx).Name
	if access.Of(ctx).Alone {
		name = cmp.Or(strings.TrimSpace(string(by)), unnamed)
	}
	return decision.Actor{Name: name, At: time.Now()}
}
