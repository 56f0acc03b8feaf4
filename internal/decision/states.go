package decision

import "slices"

// States of a gap, of graph.GapStatuses.
const (
	Proposed   = "proposed"
	Confirmed  = "confirmed"
	Dismissed  = "dismissed"
	Assigned   = "assigned"
	InProgress = "in_progress"
	Closed     = "closed"
)

// Open tells whether a gap in a state still waits for something: people have neither dismissed nor closed it.
func Open(status string) bool { return status != Dismissed && status != Closed }

// Taken tells whether somebody answers for a gap in a state.
func Taken(status string) bool { return status == Assigned || status == InProgress }

// Stages of a contact that have rules of their own, of graph.ContactStages.
const (
	Lead     = "lead"     // a contact begins here
	Rejected = "rejected" // a candidate that is not proposed again
)

// What people say of a match, of graph.MatchReviews.
const (
	MatchProposed  = "proposed" // nobody has looked at it, or somebody took a review back
	MatchConfirmed = "confirmed"
	MatchRejected  = "rejected"
)

// steps says which state of a gap may follow which. Staying changes fields only.
var steps = map[string][]string{
	Proposed:   {Proposed, Confirmed, Dismissed, Assigned},
	Confirmed:  {Confirmed, Assigned, Dismissed, Proposed},
	Dismissed:  {Dismissed, Proposed, Confirmed},
	Assigned:   {Assigned, InProgress, Confirmed, Dismissed},
	InProgress: {InProgress, Closed, Assigned, Dismissed},
	Closed:     {Closed, InProgress},
}

// Steps returns the states that may follow a state, that one first.
func Steps(status string) []string { return slices.Clone(steps[status]) }
