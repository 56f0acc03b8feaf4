package graph

import (
	"strings"
	"testing"
)

func TestCreditCodes(t *testing.T) {
	for _, tc := range []struct {
		name, code string
		fault      CreditFault
	}{
		// Codes of large public companies, as their yearly reports print them.
		{"Huawei", "914403001922038216", ""},
		{"Alibaba", "91330100799655058B", ""},
		{"Xiaomi", "91110108551385082Q", ""},
		{"last character wrong", "914403001922038217", CreditCheck},
		{"two digits swapped", "914403001922083216", CreditCheck},
		{"too short", "91440300192203821", CreditForm},
		{"small letter", "91330100799655058b", CreditForm},
		{"letter outside the alphabet", "9133010079965505IB", CreditForm},
		{"old registration number", "420700000012345", CreditForm},
		{"not ASCII", "９１４４０３", CreditForm},
		{"empty", "", CreditForm},
	} {
		if got := CheckCreditCode(tc.code); got != tc.fault {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.fault)
		}
	}
}

// TestOuterCharacterDoesNotHideTheInnerOne makes the outer character fit a code whose organisation code is wrong.
func TestOuterCharacterDoesNotHideTheInnerOne(t *testing.T) {
	body := "91440300192203822" // the organisation code of 19220382 ends in 1
	fits := 0
	for i := range len(creditAlphabet) {
		if fault := CheckCreditCode(body + string(creditAlphabet[i])); fault == CreditInner {
			fits++
		} else if fault != CreditCheck {
			t.Errorf("%s%c: %q", body, creditAlphabet[i], fault)
		}
	}
	if fits != 1 || CreditInner.Wrong() || CreditInner.Words("zh") == "" {
		t.Errorf("%d check characters fit", fits)
	}
}

// TestOneWrongCharacterIsFound changes every place of a good code to every other character.
func TestOneWrongCharacterIsFound(t *testing.T) {
	const good = "914403001922038216"
	for i := range good {
		for _, c := range creditAlphabet {
			if code := good[:i] + string(c) + good[i+1:]; code != good && !CheckCreditCode(code).Wrong() {
				t.Errorf("%s passes", code)
			}
		}
	}
}

func TestWritingAWrongCreditCodeIsRefused(t *testing.T) {
	firm := func(code string) Problems {
		c := Changes{Actor: "test", Nodes: []Node{
			{
				ID:   "source:s",
				Kind: KindSource,
				Name: "s",
				Prov: Provenance{Source: "source:s", AsOf: "2026", Confidence: Documented},
			},
			{
				ID:    "enterprise:e",
				Kind:  KindEnterprise,
				Name:  "e",
				Attrs: Attrs{"reach": "local", "credit_code": code},
				Prov:  Provenance{Source: "source:s", AsOf: "2026", Confidence: Documented},
			}}}
		return Validate(&c, func(ID) bool { return false })
	}
	if problems := firm("914403001922038216"); len(problems) != 0 {
		t.Errorf("a good code: %v", problems)
	}
	if problems := firm("914403001922038217"); len(problems) != 1 || problems[0].Place.Field != "credit_code" ||
		!strings.Contains(problems[0].Message, "check character") {
		t.Errorf("a wrong code: %v", problems)
	}
}
