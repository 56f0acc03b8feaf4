// Package access says who may see and do what: permissions, the roles that bundle them, the chains that somebody works
// on, and what of a snapshot a clearance may see.
package access

import (
	"context"
	"slices"

	"chainchief/graph"
)

// Permission is what a route needs, named by object and act.
type Permission string

// The permissions.
const (
	GraphRead      Permission = "graph.read"
	GraphEdit      Permission = "graph.edit"
	GapDecide      Permission = "gap.decide"
	ContactRead    Permission = "contact.read" // talks are confidential; comments too
	ContactEdit    Permission = "contact.edit"
	FigureRead     Permission = "figure.read" // exact figures of single enterprises, else bands
	ImportApply    Permission = "import.apply"
	Export         Permission = "export"
	AccountManage  Permission = "account.manage"
	SettingsManage Permission = "settings.manage"
	AuditRead      Permission = "audit.read"

	Public Permission = "public" // nobody need sign in: to sign in is one
	Own    Permission = "own"    // what is of the account itself: whoever has signed in, with no token
)

// Role is a bundle of permissions that an account has.
type Role string

// The roles. The last but one three are the three administrators, who exclude one another; Admin is all three, for
// small places.
const (
	Leader   Role = "leader"
	Staff    Role = "staff"
	Keeper   Role = "keeper"
	Reader   Role = "reader"
	SysAdmin Role = "sysadmin"
	SecAdmin Role = "secadmin"
	Auditor  Role = "auditor"
	Admin    Role = "admin"
)

// Roles are all of them, in the order in which people are shown them.
var Roles = []Role{Leader, Staff, Keeper, Reader, SysAdmin, SecAdmin, Auditor, Admin}

var bundles = map[Role][]Permission{
	Leader:   {GraphRead, FigureRead, ContactRead, GapDecide, Export},
	Staff:    {GraphRead, GapDecide, ContactRead, ContactEdit, Export},
	Keeper:   {GraphRead, GraphEdit, ImportApply, Export},
	Reader:   {GraphRead, Export},
	SysAdmin: {SettingsManage},
	SecAdmin: {AccountManage},
	Auditor:  {AuditRead},
	Admin:    {SettingsManage, AccountManage, AuditRead},
}

// Permissions are those of a role, in a fixed order; none of a role that does not exist.
func (r Role) Permissions() []Permission { return slices.Clone(bundles[r]) }

// Person is who asks: an account, a token of one, or everybody at a machine without accounts.
type Person struct {
	Account string // the name to sign in with; empty without accounts
	Name    string // what history, comments and contacts call them: a post or a name
	Roles   []Role
	Chains  []graph.ID // the chains they work on; empty: all
	Alone   bool       // there are no accounts: everything is allowed
	Token   bool       // a program asks, with a token of the account: it has only what Only lists
	Only    []Permission
	Owes    Duty // what they must do before anything else is allowed
}

// Duty is what somebody must do before anything but what is of the account itself is allowed.
type Duty string

// The duties.
const (
	NewPassword  Duty = "password" // theirs has expired
	SecondFactor Duty = "factor"
)

// Alone is everybody at a machine without accounts.
var Alone = Person{Alone: true}

// May tells whether somebody has a permission.
func (p Person) May(need Permission) bool {
	switch {
	case p.Alone, need == Public:
		return true
	case p.Token && !slices.Contains(p.Only, need):
		return false
	case need == Own:
		return p.Account != ""
	case p.Owes != "":
		return false
	}
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(bundles[r], need) })
}

// Permissions are what somebody may, in a fixed order.
func (p Person) Permissions() []Permission {
	all := []Permission{GraphRead, GraphEdit, GapDecide, ContactRead, ContactEdit, FigureRead, ImportApply, Export,
		AccountManage, SettingsManage, AuditRead}
	return slices.DeleteFunc(all, func(need Permission) bool { return !p.May(need) })
}

// Sees tells whether a chain is one of those that somebody works on.
func (p Person) Sees(chain graph.ID) bool {
	return len(p.Chains) == 0 || slices.Contains(p.Chains, chain)
}

type personKey struct{}

// With returns a context in which a person asks.
func With(ctx context.Context, p Person) context.Context {
	return context.WithValue(ctx, personKey{}, p)
}

// Of is who asks; nobody with any permission when no one was named.
func Of(ctx context.Context) Person {
	p, _ := ctx.Value(personKey{}).(Person)
	return p
}
