package graph

import "strings"

// CreditFault is what is wrong with a unified social credit code 统一社会信用代码; empty when nothing is.
type CreditFault string

// The faults. The first two are errors: such a code belongs to nobody. The last is a warning: some old organisation
// codes were issued with a wrong digit, and the licence that carries them is valid.
const (
	CreditForm  CreditFault = "form"         // not 18 characters of the alphabet
	CreditCheck CreditFault = "check"        // the last character does not follow from the others
	CreditInner CreditFault = "organisation" // characters 9 to 17 are not an organisation code with its own check digit
)

// creditFaults are the words of the faults.
var creditFaults = []Term{
	{string(CreditForm), "不是 18 位信用代码", "is not a credit code of 18 characters"},
	{string(CreditCheck), "校验位不符，代码有误", "is no credit code: its check character does not fit"},
	{
		string(CreditInner),
		"其中的组织机构代码校验位不符，请与营业执照核对",
		"holds an organisation code whose check digit does not fit; compare it with the licence",
	},
}

// Words says the fault in the language, beginning after the code itself.
func (f CreditFault) Words(lang string) string {
	if f == "" {
		return ""
	}
	return Words(creditFaults, string(f), lang)
}

// Wrong tells whether the fault is an error, that is more than a warning.
func (f CreditFault) Wrong() bool { return f == CreditForm || f == CreditCheck }

// creditAlphabet has 31 characters: digits and capitals without I, O, S, V and Z (GB 32100-2015).
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CheckCreditCode looks for the first fault of a credit code by GB 32100-2015: the check character is
// (31 − Σ 3^i·cᵢ mod 31) mod 31 over the first 17, and characters 9 to 17 are an organisation code by GB 11714.
func CheckCreditCode(code string) CreditFault {
	if len(code) != 18 {
		return CreditForm
	}
	sum, weight := 0, 1
	for i := range 18 {
		value := strings.IndexByte(creditAlphabet, code[i])
		if value < 0 {
			return CreditForm
		}
		if i < 17 {
			sum += value * weight
			weight = weight * 3 % 31
		}
	}
	if creditAlphabet[(31-sum%31)%31] != code[17] {
		return CreditCheck
	}
	if organisationDigit(code[8:16]) != code[16] {
		return CreditInner
	}
	return ""
}

// organisationDigit is the check digit of an organisation code by GB 11714-1997: 11 − Σ wᵢ·cᵢ mod 11, letters counting
// from A = 10; 10 is written X, 11 is 0.
func organisationDigit(body string) byte {
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		c := body[i]
		value := int(c - '0')
		if c >= 'A' {
			value = int(c-'A') + 10
		}
		sum += value * weight
	}
	return "0123456789X0"[11-sum%11]
}
