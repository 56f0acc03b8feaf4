package graph

import "testing"

// TestCodesAreThoseOfTheLists: what code compares by name stands in the list of its terms. Of the lists that decide on
// steps, every code has a name, in the order of the list.
func TestCodesAreThoseOfTheLists(t *testing.T) {
	for _, tc := range []struct {
		terms []Term
		codes []string
	}{
		{Stages, []string{StageUpstream, StageMidstream, StageDownstream, StageSupport}},
		{LinkLevels, []string{LinkLane, LinkGroup, LinkLowest}},
		{Steps, []string{
			StepPlanned,
			StepSigned,
			StepBuilding,
			StepTrial,
			StepProduction,
			StepStopped,
			StepUnknown,
		}},
		{Roles, []string{RoleMaker, RoleSeller, RoleUser, RoleDeveloper, RoleCarrier, RoleService}},
		{Levels, []string{
			LevelNamed,
			LevelLead,
			LevelAboveScale,
			LevelSpecialised,
			LevelLittleGiant,
			LevelChampion,
			LevelHighTech,
		}},
		{GapKinds, []string{GapMissing, GapWeak, GapChokepoint, GapBlocked}},
		{FeedKinds, []string{FeedRecurrent, FeedCapital, FeedService, FeedOutlet}},
		{Restrictions, []string{RestrictedWhole, RestrictedSite}},
		{GapStatuses, []string{GapProposed, GapConfirmed, GapDismissed, GapAssigned, GapInProgress, GapClosed}},
		{Strategies, []string{StrategyFill, StrategyStrengthen, StrategyExtend}},
		{ContactStages, []string{
			ContactLead,
			ContactMade,
			ContactTalks,
			ContactSigned,
			ContactLanded,
			ContactRejected,
		}},
		{MatchReviews, []string{MatchProposed, MatchConfirmed, MatchRejected}},
		{MatchMethods, []string{MethodExact, MethodNormalised, MethodTree, MethodWider}},
		{TwinMethods, []string{TwinStated, TwinCredit, TwinListed, TwinFull, TwinName}},
		{ParkKinds, []string{ParkCity, ParkDistrict, ParkZone, ParkPark, ParkPlanning, ParkPlace}},
		{Reaches, []string{ReachLocal, ReachCircle, ReachProvince, ReachCountry}},
		{Standings, []string{StandingAnnounced, StandingCluster, StandingDisputed}},
	} {
		for i, term := range tc.terms {
			if len(tc.terms) != len(tc.codes) || tc.codes[i] != term.Code {
				t.Errorf("%v are not %v", tc.codes, tc.terms)
				break
			}
		}
	}
	for _, tc := range []struct {
		terms []Term
		code  string
	}{
		{Supplies, SupplyFew},
		{Substitutes, SubstituteNone},
		{EnterpriseKinds, EnterpriseCarrier},
		{Measures, MeasureInvestment},
		{Measures, MeasureCapacity},
		{Measures, MeasureOutput},
		{Measures, MeasureSales},
		{Measures, MeasureProfit},
		{Measures, MeasureTax},
		{Measures, MeasureElectricity},
		{Measures, MeasureUpgrading},
		{Measures, MeasureTrade},
		{Visibilities, VisibilityConfidential},
		{ProjectKinds, ProjectUpgrade},
	} {
		if !termOf(tc.terms, tc.code) {
			t.Errorf("%s is not among %v", tc.code, tc.terms)
		}
	}
}
