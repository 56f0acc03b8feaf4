package api

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"chainchief/internal/analysis"
	"chainchief/internal/drawing"

	"github.com/danielgtaylor/huma/v2"
)

// about is what the file of the API says of an operation beside its types.
type about struct {
	says string            // what it is for, and what one must know to use it
	with map[string]string // an example of its parameters; what it answers is in examples.json
	body string            // an example of its body
}

// answered are answers to the examples, from the seeds; their lists are cut to one item. TestExamplesAreAnswered
// writes them.
//
//go:embed examples.json
var answered []byte

const (
	aLink     = "optoelectronics/led/chip"
	aGap      = "optoelectronics/led/substrate"
	otherGap  = "new-energy/battery/lithium"
	anExample = "new-energy"
	aFirm     = "sanan-hubei"
	anEdit    = `{"base":3,"nodes":[{"ref":"new:1","kind":"Chief","fields":[{"name":"name","value":"示例职务甲"}]}],` +
		`"relations":[{"type":"LEADS","from":"new:1","to":"chain:optoelectronics"}],` +
		`"basis":{"new":[{"name":"name","value":"关于调整链长的通知（示例）"},{"name":"dated","value":"2026-11-18"}],` +
		`"locator":"附件 1 第 3 行","as_of":"2026-11","confidence":"documented"},"reason":"补充链长","by":"数据员"}`
	paged       = " Page by page: next goes into cursor, with the same filters."
	lockedBase  = " base is the revision that the answer on screen named: when somebody else changed the same since, 409 "
	lockedBase2 = "gives both values, field by field, and nothing is written."
)

// abouts are what is said of each operation, by its id.
var abouts = map[string]about{
	"meta": {says: "What answers here: version, newest revision, the city, and the words of every code in both " +
		"languages. Read it first."},

	"list-chains": {says: "Each with how complete it is, its links by state, its open gaps, who leads it; with since " +
		"also the links whose state has changed." + paged},
	"get-chain": {
		says: "What the list says of it, and its six ones (chief, unit, task force, plan, park, policy), stages and lanes.",
		with: map[string]string{"id": "optoelectronics"},
	},
	"get-template": {
		says: "The whole tree with its order, what feeds what, how many facts would go with each link, and what people " +
			"should look at: rings, links that nothing feeds, groups without a link. Changed by /edits.",
		with: map[string]string{"id": "optoelectronics"},
	},
	"preview-template": {
		says: "Takes what /edits takes and draws the technology structure by the same layout, with the remarks of the " +
			"template as it would stand. Nothing is remembered; what is wrong is named as when saving.",
		with: map[string]string{"id": "optoelectronics"},
		body: `{"base":3,"nodes":[{"id":"link:optoelectronics/led/gas","fields":[{"name":"weight","value":"3"}]}],` +
			`"basis":{"source":"source:s7","as_of":"2026-11","confidence":"trade"},"by":"数据员"}`,
	},
	"get-structure": {
		says: "The lowest links by stage and lane with their firms, and which feeds which: what the structure drawing shows.",
		with: map[string]string{"id": "optoelectronics"},
	},
	"why-chain": {
		says: "Its completeness as a tree: value, formula, parts that add up, the facts with source and date.",
		with: map[string]string{"id": anExample},
	},
	"what-if": {
		says: "Links that the city does not hold are taken as in production on record, everything else stays: " +
			"completeness before and after, gaps closed, held links whose inputs become complete and the firms there. " +
			"Nothing is written; the order of the set changes nothing. Beside it what each link does by itself, and the " +
			"best set for a budget of projects: unlock counts held links whose inputs become complete, reach held links " +
			"downstream. Computed, not promised.",
		with: map[string]string{"id": anExample, "links": otherGap, "budget": "3"},
	},

	"get-link": {
		says: "State and why, firms here and elsewhere, what feeds it and what it feeds, what stops with it, sources.",
		with: map[string]string{"id": aLink},
	},
	"why-link": {
		says: "Its criticality as a tree, down to facts with source and date.",
		with: map[string]string{"id": aLink},
	},
	"list-candidates": {
		says: "Scored in parts, each with what it rests on; who is not proposed stands apart with the reason." + paged,
		with: map[string]string{"id": aLink},
	},
	"why-candidate": {
		says: "The score as a tree, each part with its facts.",
		with: map[string]string{"id": aLink, "enterprise": "huacanguangdian"},
	},
	"list-matches": {
		says: "Products of the data sets in the pool that the products of the link are taken for, how that was found, " +
			"and what people said of it.",
		with: map[string]string{"id": aLink},
	},
	"review-match": {
		says: "A rejected match no longer brings candidates; proposed takes a review back." + lockedBase + lockedBase2,
		with: map[string]string{"id": aLink},
		body: `{"product":"product:micro-led-芯片","to":"product:ckg-micro","review":"confirmed","by":"专班"}`,
	},

	"list-gaps": {
		says: "What the chains lack, by the rules, with status and owner. Parts, facts, candidates: /gaps/{id}." + paged,
		with: map[string]string{"chain": anExample, "kind": "chokepoint"},
	},
	"get-gap": {
		says: "Why it is one, the parts of its weight, what it affects, who could close it, what people decided and said.",
		with: map[string]string{"id": aGap},
	},
	"why-gap": {
		says: "Its weight as a tree, down to facts with source and date.",
		with: map[string]string{"id": aGap},
	},
	"gap-candidates": {
		says: "As for a link, with how far the talks with each are; rejected and vetoed ones stand apart with the " +
			"reason." + paged,
		with: map[string]string{"id": aGap},
	},
	"gap-candidate": {
		says: "The parts of its score with their facts and sources, its ties to local firms, the state of contact.",
		with: map[string]string{"id": aGap, "enterprise": "tiantonggufen"},
	},
	"decide-gap": {
		says: "The whole form: an empty field is not given. Which step may follow which is in steps of the gap." +
			lockedBase + lockedBase2,
		with: map[string]string{"id": aGap},
		body: `{"base":2,"status":"confirmed","reason":"走访核实","by":"专班"}`,
	},
	"decide-gaps": {
		says: "All of them change, or none: those in the way are named in gaps. An empty field stays with each gap as it " +
			"is; the reason is that of every one." + lockedBase + lockedBase2,
		body: `{"base":2,"gaps":["gap:` + otherGap + `"],"status":"dismissed","reason":"暂不补","by":"经信局"}`,
	},
	"preview-decisions": {
		says: "What changes, what does not and why, and what the history would say. Nothing is saved.",
		body: `{"base":2,"gaps":["gap:` + otherGap + `"],"status":"dismissed","reason":"暂不补","by":"经信局"}`,
	},
	"comment-gap": {
		says: "Comments are only added, so two at once do not conflict.",
		with: map[string]string{"id": aGap},
		body: `{"text":"下周走访两家外延企业","by":"专班"}`,
	},
	"search-gap": {
		says: "Searches are only added. They close nothing and change no weight: 没人查过 becomes 查过，未见.",
		with: map[string]string{"id": aGap},
		body: `{"where":"工商登记、园区名录","on":"2026-11-20","by":"市经信局"}`,
	},
	"list-trades": {
		says: "A candidate by words alone must be of an industry that has another maker here. Empty without a data set." +
			paged,
		with: map[string]string{"chain": anExample},
	},
	"list-contacts": {says: "How far the talks with enterprises over gaps are, by stage; in a stage, the longest " +
		"waiting " +
		"first. counts are of all pages." + paged},
	"move-contact": {
		says: "The whole card: an empty field is not given. A card begins as a lead, goes on one stage at a time and back " +
			"by any; a rejection needs a reason and is remembered." + lockedBase + lockedBase2,
		body: `{"base":2,"gap":"` + aGap + `","enterprise":"tiantonggufen","stage":"lead","next":"核对主体","by":"招商人员"}`,
	},

	"contact-history": {
		says: "Change sets that touched the card, from when it was begun." + paged,
		with: map[string]string{"gap": aGap, "enterprise": "sicc"},
	},

	"list-targets": {
		says: "Scored by criticality, relatedness, demand and policy fit; each with its reason." + paged,
		with: map[string]string{"strategy": "extend"},
	},
	"why-target": {
		says: "Its score as a tree: each part to its exponent.",
		with: map[string]string{"id": "optoelectronics/led/epi"},
	},
	"relatedness": {
		says: "Density, complexity, gain where the matrix has them; basis and text say what every figure rests on, refused " +
			"why some are missing." + paged,
		with: map[string]string{"chain": "optoelectronics"},
	},
	"get-weights": {says: "Those in force and the defaults, with name and range of each."},
	"preview-weights": {
		says: "Ranks before and after, of gaps, targets and the candidates of a gap. Nothing is saved.",
		body: `{"weights":` + exampleWeights + `,"gap":"` + aGap + `"}`,
	},
	"set-weights": {
		says: "All of them at once; the parts of each score make 100. The gaps that follow are a revision of their own." +
			lockedBase + lockedBase2,
		body: `{"weights":` + exampleWeights + `,"reason":"按专班意见","by":"专班"}`,
	},

	"list-enterprises": {
		says: "Those of the chains, with links, products, place. Sources, figures, ties: /enterprises/{id}." + paged,
		with: map[string]string{"reach": "local", "sort": "name"},
	},
	"get-enterprise": {
		says: "Everything on record: links, products, suppliers and customers, announcements apart, projects, figures, " +
			"sources.",
		with: map[string]string{"id": aFirm},
	},
	"missing-inputs": {
		says: "By the template of its chains: nobody has asked the enterprise. items are those without a known supplier " +
			"near, supplied the others.",
		with: map[string]string{"id": aFirm},
	},

	"get-node": {
		says: "Anything of the graph by its id, of the candidate pool too: what the page of a thing shows.",
		with: map[string]string{"id": "park:gedian"},
	},
	"node-history": {
		says: "Every change of the node with its change set." + paged,
		with: map[string]string{"id": "enterprise:sanan-hubei"},
	},
	"node-neighbours": {
		says: "Nodes and relations around one, for a picture; truncated says that there is more.",
		with: map[string]string{"id": "enterprise:sanan-hubei", "limit": "20"},
	},
	"search": {
		says: "Whole names first, then beginnings, then the rest. total counts all hits, up to 200.",
		with: map[string]string{"q": "三安"},
	},

	"history": {says: "Who changed what, when and why: a change set is a revision." + paged},
	"change-set": {
		says: "With what it changed, field by field; at most 500 changes of total.",
		with: map[string]string{"revision": "1"},
	},
	"list-pairs": {
		says: "Scored in parts, with what speaks against; asked from 0.5 on. Nothing joins by itself but what has an equal " +
			"credit code. A pair that was judged comes again only when a name, code or place has changed since." + paged,
		with: map[string]string{"q": "三安"},
	},
	"get-pair": {
		says: "Of values that differ kept says whose stays: that of the better source, unless somebody chooses.",
		with: map[string]string{"id": "enterprise:sanan", "other": "enterprise:sanan-hubei"},
	},
	"judge-pair": {
		says: "same merges two of the graph, and joins one with its record in the pool; different and later are remembered." +
			lockedBase + lockedBase2,
		with: map[string]string{"id": "enterprise:sanan", "other": "enterprise:sanan-hubei"},
		body: `{"verdict":"different","reason":"母公司与工厂","by":"数据员"}`,
	},
	"merge-enterprise": {
		says: "Its relations, figures and projects move, its names become other names, its id answers with 301. One change " +
			"set, which undo takes back.",
		with: map[string]string{"id": "enterprise:sanan-hubei"},
		body: `{"goes":"enterprise:aoruide","reason":"示例：营业执照曾用名","by":"数据员"}`,
	},
	"preview-split": {
		says: "Nothing is changed.",
		with: map[string]string{"id": "enterprise:sanan-hubei"},
		body: `{"former":"enterprise:aoruide"}`,
	},
	"split-enterprise": {
		says: "However long after: what was changed since stays where it is, and is told by the preview.",
		with: map[string]string{"id": "enterprise:sanan-hubei"},
		body: `{"former":"enterprise:aoruide","reason":"核对执照：是两家","by":"数据员"}`,
	},
	"forms": {
		says: "Fields, relations and sections of every kind that is edited, with their words, types and codes: what a page " +
			"makes its forms of, and what names an edit may use.",
	},
	"preview-edit": {
		says: "Takes what /edits takes, and says what it would do to the facts and to what the rules find: links whose " +
			"state changes, completeness with its fraction, gaps that arise or no longer stand, targets that move. Without a " +
			"source it is worked out as one to be verified. What is wrong is named as when saving.",
		body: `{"base":3,"nodes":[{"id":"enterprise:sanan-hubei","fields":[{"name":"note","value":"示例说明"}]}],` +
			`"relations":[],"basis":{"source":"source:s7","as_of":"2026-11","confidence":"documented"},"by":"数据员"}`,
	},
	"edit": {
		says: "What is not named stays. Everything rests on one source, which may come with it. " + lockedBase[1:] +
			lockedBase2 + " What is wrong is named by its place in the body, as body.nodes[0].stage, and nothing is written " +
			"either. " +
			"A thing whose figures are shown to you as bands cannot be changed by you.",
		body: anEdit,
	},
	"preview-undo": {
		says: "Worked out on the newest revision, which is the base of the act; nothing is changed.",
		with: map[string]string{"revision": "1"},
	},
	"undo": {
		says: "Nothing is taken out of the history. 409 when something of it was changed since base, or when some of it " +
			"cannot be taken back and partly is not agreed to; nothing is written then.",
		with: map[string]string{"revision": "3"},
		body: `{"base":3,"reason":"导错文件","by":"数据员"}`,
	},
	"diff": {
		says: "Links whose state changed, and every change between the two, at most 500 of total.",
		with: map[string]string{"from": "1"},
	},
	"lists": {
		says: "Each with its columns; for each chain the rows, and for each column the rows in which nothing stands.",
	},
	"get-list": {
		says: "Cells as a workbook has them." + paged,
		with: map[string]string{"key": "parks", "chains": anExample},
	},
	"quality": {
		says: "Counted is what who asks may see. Unverified is what rests on neither a document nor a medium, as everywhere.",
	},
	"quality-rows": {
		says: "Each with where it is mended." + paged,
		with: map[string]string{"check": "stale", "chain": anExample},
	},
	"workbook": {
		says: "A sheet of what it is and how it is filled in, and a sheet a list; rows by chain and place. Codes and dates " +
			"are texts, words are chosen from lists. Who has not export may not.",
		with: map[string]string{"list": "parks", "chains": anExample},
	},
	"list-drafts": {says: "A draft belongs to who made it: others, whatever they may, find it unknown. Newest first, " +
		"with " +
		"the revision that an applied one made, and the one that took it back."},
	"make-draft": {
		says: "Reads the file and keeps it as it came, 20 MB at most, with what stands in each row; nothing of it is in " +
			"the graph. A file that cannot be read at all is refused and not kept.",
		body: `{"file":"清单.xlsx","content":"UEsDBA=="}`,
	},
	"get-draft": {
		says: "Its rows are read again from the file and held against the newest revision: those that need somebody come " +
			"first. Wrong rows and conflicts are in the way until they are decided." + paged,
		with: map[string]string{"id": "d1"},
	},
	"draft-effects": {
		says: "States of links, gaps and completeness before and after, by the rules on the graph as it would be.",
		with: map[string]string{"id": "d1"},
	},
	"decide-draft": {
		says: "Of single rows or of all in a state: take, leave, mine or theirs at a conflict, acknowledge a reminder, " +
			"write " +
			"another text in the place of a cell; the file stays as it came. Acts are done one after another.",
		with: map[string]string{"id": "d1"},
		body: `{"acts":[{"state":"wrong","do":"leave"}]}`,
	},
	"apply-draft": {
		says: "All of it or nothing, as one change set in the name of who applies it; asked again, it answers what was " +
			"done. " +
			"edition is that of the draft as it was looked at; 409 draft.changed when somebody decided otherwise since.",
		with: map[string]string{"id": "d1"},
		body: `{"edition":2}`,
	},
	"drop-draft": {
		says: "It stays on the list with its file, and can no longer be applied.",
		with: map[string]string{"id": "d1"},
	},
	"list-mappings": {says: "A mapping is used by itself for every sheet with the same headings."},
	"forget-mapping": {
		says: "The next sheet with these headings is asked about again; drafts keep what was said in them.",
		with: map[string]string{"fingerprint": "0123456789abcdef"},
	},
	"draft-mapping": {
		says: "Of a file that chainchief did not make: its rows as they stand with what each is, its columns with what " +
			"they " +
			"were recognised as and why, and the texts that have to be asked about. Names and telephones are not handed out.",
		with: map[string]string{"id": "d1"},
	},
	"map-draft": {
		says: "What is said of columns goes before what was saved and recognised. Columns that nobody takes are kept in " +
			"the " +
			"note of their row. save remembers it for every sheet with the same headings.",
		with: map[string]string{"id": "d1"},
		body: `{"sheets":[{"fingerprint":"0123456789abcdef","list":"projects","columns":[` +
			`{"key":"形象进度","use":"taken","to":[".stage"],"words":[{"raw":"推进","mean":"在建","keep":true}]}],` +
			`"save":"发改月报"}]}`,
	},
	"draft-file": {says: "Byte for byte.", with: map[string]string{"id": "d1"}},
	"diagram": {
		says: "SVG, PNG, PDF, PPTX, or the primitives as JSON, by format or by Accept. Which kinds take which options is " +
			"in diagram_options of /meta; an option that means nothing for a kind is refused.",
		with: map[string]string{"kind": "structure", "chain": anExample},
	},

	"list-sendings": {says: "Each with its workbooks: to whom, downloaded or not, back or not, and what came of it."},
	"make-sending": {
		says: "Nothing is written yet: a workbook is, when it is downloaded, as things stand then.",
		body: `{"name":"11 月清单","lists":["enterprises"],"way":"park","targets":["gedian"],"blank":true,"due":"2026-12-05"}`,
	},
	"get-sending": {says: "One workbook for each of those that it was sent to.", with: map[string]string{"id": "1"}},
	"sending-file": {
		says: "That it was downloaded is noted; whoever fills it in need not sign in. Its batch says whose it is.",
		with: map[string]string{"id": "1", "number": "1"},
	},
	"return-sending": {
		says: "It becomes a draft of who takes it: nothing of it is in the graph before that is applied. 422 when it " +
			"carries no batch. Where its rows are from is said in the draft.",
		body: `{"file":"葛店-11 月清单.xlsx","content":"UEsDBA=="}`,
	},
	"close-sending": {says: "It is no longer waited for.", with: map[string]string{"id": "1"}},

	"session": {says: "Read it first: 401 says that somebody must sign in. Programs with a token have no session."},
	"sign-in": {
		says: "Answers with the cookie of a session. An unknown name, a wrong password and a disabled account are answered " +
			"alike, 401 session.wrong; session.code_needed asks for the code of the second factor. Five failures in a row " +
			"lock a name for 15 minutes: 429, with the time until when.",
		body: `{"name":"zhuren","password":"桥下三只灰鹅过河上山"}`,
	},
	"sign-out": {says: "The cookie is worth nothing from now on, whoever has it."},
	"redeem-link": {
		says: "A link works once. That of the first account, which serve prints, makes it: name and post are needed, and " +
			"it may do what all three administrators may.",
		body: `{"link":"0f1e2d3c4b5a69788796a5b4c3d2e1f001122334","password":"桥下三只灰鹅过河上山","name":"zhuren","post":"链长办主任"}`,
	},
	"change-password": {
		says: "All sessions of the account end; the answer begins a new one. Tokens stay.",
		body: `{"old":"桥下三只灰鹅过河上山","password":"山上四只白鹅下河"}`,
	},
	"begin-factor": {
		says: "Shown once; it is asked for at sign-in only when a code of it was confirmed.",
		body: `{"password":"桥下三只灰鹅过河上山"}`,
	},
	"confirm-factor": {says: "Answers with ten recovery codes.", body: `{"code":"123456"}`},
	"drop-factor": {
		says: "Needs both factors. The sessions of the account end; the answer begins a new one.",
		body: `{"password":"桥下三只灰鹅过河上山","code":"123456"}`,
	},
	"ways": {says: "Anybody may ask: what the page to sign in shows."},
	"begin-oidc": {
		says: "Answers with the address at the provider of OpenID Connect to go to, and a cookie: the sign-in ends in this " +
			"browser, within ten minutes. The provider sends the browser back to /signin of the pages, with state and code.",
	},
	"finish-oidc": {
		says: "Once: 401 oidc.state for one that was used, is too old or began elsewhere, oidc.refused for an answer of " +
			"the provider that is not good. The account is made or updated from its claims; 403 for who has no role there, or " +
			"whose name is that of another account.",
		body: `{"state":"0f1e2d3c4b5a69788796a5b4c3d2e1f001122334","code":"abc"}`,
	},
	"list-sessions": {
		says: "Those that are over are not listed. From where is what was seen when they began.",
	},
	"end-session":  {says: "Whoever has it signs in anew.", with: map[string]string{"id": "0f1e2d3c4b5a"}},
	"end-sessions": {says: "All but the one that asks."},
	"list-tokens":  {says: "Without what programs send: that was shown once."},
	"make-token": {
		says: "For a program: it asks as the account, with the permissions listed, as long as the account has them.",
		body: `{"title":"报表系统","permissions":["graph.read"],"expires":"2026-12-31"}`,
	},
	"revoke-token": {says: "Programs that send it get 401.", with: map[string]string{"id": "0f1e2d3c4b5a"}},

	"list-accounts": {says: "Disabled ones too: a name is used once."},
	"make-account": {
		says: "Without a password: the answer has the one-time link that sets it. The first account must be able to manage " +
			"the others; from then on everything needs a session.",
		body: `{"name":"zhuren","post":"链长办主任","roles":["staff"],"chains":["optoelectronics"]}`,
	},
	"change-account": {
		says: "What is left out stays. When it is disabled or its roles change, its sessions end. Nobody changes their own " +
			"rights, and one account that can manage accounts is always left.",
		with: map[string]string{"name": "zhuren"},
		body: `{"disabled":true}`,
	},
	"invite-account": {
		says: "For who has forgotten the password; it stands until the link is used. Links before are dead.",
		with: map[string]string{"name": "zhuren"},
	},
	"drop-factor-of": {says: "The sessions of the account end.", with: map[string]string{"name": "zhuren"}},
	"sessions-of":    {says: "Those that go on.", with: map[string]string{"name": "zhuren"}},
	"end-session-of": {
		says: "Whoever has it signs in anew. To keep somebody out, disable the account.",
		with: map[string]string{"name": "zhuren", "id": "0f1e2d3c4b5a"},
	},

	"get-settings": {says: "Each with its bounds, its default, and who has set it when."},
	"set-settings": {
		says: "All of it or nothing. 409 when somebody else has set one of these keys to another value since base; " +
			"errors says what is in force now. Other servers follow within seconds.",
		body: `{"base":0,"values":{"session_idle_minutes":15},"reason":"大厅电脑多人共用"}`,
	},

	"list-audit": {
		says: "Intents with what came of them; one without an outcome was cut off or is under way. next goes into before.",
	},
	"verify-audit": {
		says: "Goes along the chain of hashes and names the first row that was changed, put in or taken out. Who can write " +
			"the database can write a whole new chain: that shows only against a hash that was noted elsewhere.",
	},
	"export-audit": {says: "Intents and outcomes as rows, in order, at most 64 MiB."},
}

// exampleWeights are those that are in force when nobody has set any.
var exampleWeights = func() string {
	data, _ := json.Marshal(analysis.DefaultWeights()) // numbers always marshal
	return string(data)
}()

// tags are the groups of operations, by the first part of their path.
var tags = []*huma.Tag{
	{Name: "meta", Description: "What answers here"},
	{Name: "chains", Description: "Chains with their completeness and six ones"},
	{Name: "links", Description: "Lowest links of the chains: state, firms, criticality, candidates"},
	{Name: "gaps", Description: "What the chains lack, and what people decide on it"},
	{Name: "contacts", Description: "The contact board: talks with enterprises over gaps"},
	{Name: "targets", Description: "Links to extend to or to strengthen"},
	{Name: "relatedness", Description: "How close things are to what the city can do"},
	{Name: "trades", Description: "Which industries are known to make what"},
	{Name: "weights", Description: "How much each part of a score counts"},
	{Name: "enterprises", Description: "Enterprises, and what they need"},
	{Name: "pairs", Description: "Enterprises that look alike: one or two"},
	{Name: "nodes", Description: "Anything of the graph"},
	{Name: "search", Description: "Anything by name"},
	{Name: "history", Description: "Who changed what, when and why"},
	{Name: "undo", Description: "Taking a change set back"},
	{Name: "diff", Description: "What changed between two moments"},
	{Name: "forms", Description: "How the graph is edited"},
	{Name: "edits", Description: "Changing the graph by hand"},
	{Name: "diagrams", Description: "Drawings as files"},
	{Name: "lists", Description: "The city's lists, in the shape of their sheets"},
	{Name: "quality", Description: "How good the facts are, and what to mend"},
	{Name: "workbook", Description: "Lists to be filled in"},
	{Name: "mappings", Description: "What the columns of foreign sheets are"},
	{Name: "drafts", Description: "What somebody is about to put in: read, decided, applied"},
	{Name: "sendings", Description: "Lists sent out to be filled in, and what came back"},
	{Name: "session", Description: "Signing in, and one's own account"},
	{Name: "accounts", Description: "Who can sign in"},
	{Name: "settings", Description: "What administrators of the system can set"},
	{Name: "audit", Description: "Who did what"},
}

// problems say when each status is answered.
var problems = map[int]string{
	http.StatusMovedPermanently:      "The enterprise was merged into another one, which answers at Location",
	http.StatusBadRequest:            "The body is missing or is not JSON",
	http.StatusUnauthorized:          "There is no session and no token, or name, password or code are wrong",
	http.StatusTooManyRequests:       "Too many requests, drawings or failures to sign in: wait Retry-After seconds",
	http.StatusForbidden:             "No role of who asks has the permission of the route, or another site's page writes",
	http.StatusNotFound:              "What the path or a parameter names is not there",
	http.StatusNotAcceptable:         "None of the formats that Accept names is a format of drawings",
	http.StatusRequestTimeout:        "The body did not come in time",
	http.StatusConflict:              "Somebody else has changed the same thing: both values are in conflict",
	http.StatusRequestEntityTooLarge: "The body is longer than 1 MiB",
	http.StatusUnsupportedMediaType:  "The body is no JSON by its Content-Type",
	http.StatusMisdirectedRequest:    "This server does not answer under that name",
	http.StatusUnprocessableEntity:   "A parameter or field is not as described, or the rules refuse what is asked",
	http.StatusInternalServerError:   "A fault of the server: its log has more under request_id",
	http.StatusServiceUnavailable:    "The store cannot be reached: try again after Retry-After seconds",
	http.StatusGatewayTimeout:        "The answer took too long",
	http.StatusInsufficientStorage:   "The disk is full or read-only; nothing was written",
}

var (
	readProblems = []int{
		http.StatusUnauthorized,
		http.StatusForbidden,
		http.StatusNotFound,
		http.StatusMisdirectedRequest,
		http.StatusUnprocessableEntity,
		http.StatusTooManyRequests,
		http.StatusInternalServerError,
		http.StatusServiceUnavailable,
		http.StatusGatewayTimeout,
	}
	writeProblems = append([]int{
		http.StatusBadRequest,
		http.StatusRequestTimeout,
		http.StatusConflict,
		http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType,
		http.StatusInsufficientStorage,
	}, readProblems...)
)

// document completes the file of the API once all routes are there.
func document(api *huma.OpenAPI) {
	var examples map[string]json.RawMessage
	if err := json.Unmarshal(answered, &examples); err != nil {
		panic(err) // the file is part of the program
	}
	api.Tags = tags
	api.Components.Responses = shared(api.Components.Schemas)
	boundWeights(api.Components.Schemas)
	for path, item := range api.Paths {
		for _, op := range operationsOf(item) {
			describe(op, abouts[op.OperationID], examples[op.OperationID])
			op.Tags = []string{strings.Split(path, "/")[3]}
		}
	}
}

// boundWeights gives the weights in bodies the bounds that a store keeps them in.
func boundWeights(schemas huma.Registry) {
	of := func(s *huma.Schema, name string) *huma.Schema {
		if s.Ref != "" {
			s = schemas.SchemaFromRef(s.Ref)
		}
		return s.Properties[name]
	}
	weights := schemas.Map()["Weights"]
	for _, field := range weightFields() {
		if s := of(of(weights, field.Group), field.Name); !field.Switch {
			s.Minimum, s.Maximum = &field.Min, &field.Max
			s.PrecomputeMessages()
		}
	}
}

func describe(op *huma.Operation, a about, example json.RawMessage) {
	op.Description = a.says
	for _, p := range op.Parameters {
		if value, ok := a.with[p.Name]; ok {
			p.Example = exampleOf(value, p.Schema)
		}
		if p.Description == "" {
			p.Description = p.Schema.Description
		}
	}
	if op.RequestBody != nil {
		op.RequestBody.Content["application/json"].Example = json.RawMessage(a.body)
	}
	for status := range problems {
		if code := strconv.Itoa(status); op.Responses[code] != nil {
			op.Responses[code] = &huma.Response{Ref: "#/components/responses/" + code}
		}
	}
	good := op.Responses["200"]
	good.Description = op.Summary
	if good.Headers == nil {
		good.Headers = map[string]*huma.Param{}
	}
	good.Headers[requestIDHeader] = header("Name of the request, as in the log")
	if op.Method == http.MethodGet {
		good.Headers["ETag"] = header("Tag of the content, for If-None-Match")
		op.Responses["304"] = &huma.Response{Ref: "#/components/responses/304"}
	}
	if json := good.Content["application/json"]; json != nil && example != nil {
		json.Example = example
	}
}

func header(says string) *huma.Param {
	return &huma.Param{Description: says, Schema: &huma.Schema{Type: huma.TypeString}}
}

// shared are the answers that operations have in common.
func shared(schemas huma.Registry) map[string]*huma.Response {
	problem := schemas.Schema(reflect.TypeFor[Problem](), true, "")
	all := map[string]*huma.Response{"304": {Description: "What the caller has, by If-None-Match, is still so"}}
	for status, says := range problems {
		all[strconv.Itoa(status)] = &huma.Response{
			Description: says,
			Headers:     map[string]*huma.Param{requestIDHeader: header("Name of the request, as in the log")},
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	all["503"].Headers["Retry-After"] = header("Seconds")
	all["429"].Headers["Retry-After"] = header("Seconds")
	return all
}

// exampleOf writes an example as its schema has it.
func exampleOf(value string, s *huma.Schema) any {
	if n, err := strconv.Atoi(value); err == nil && s.Type == huma.TypeInteger {
		return n
	}
	return value
}

// drawn are the formats of a drawing, each as what it is.
func drawn() map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, kind := range slices.Sorted(maps.Values(drawing.MediaTypes)) {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	content[drawing.MediaTypes["svg"]].Schema.Format = ""
	content[drawing.MediaTypes["json"]].Schema = &huma.Schema{
		Type:        huma.TypeArray,
		Description: "Pages of the drawing, as primitives",
		Items:       &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true},
	}
	return map[string]*huma.Response{"200": {Content: content}}
}
