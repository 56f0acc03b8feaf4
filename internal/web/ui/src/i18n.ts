import { createContext, useContext } from 'react'

export type Lang = 'zh' | 'en'

// Every word of the page, once. Words that belong to data (states, levels, confidences) come from the API's term lists.
const words = {
  product: ['链长图谱', 'Chainchief'],
  view: ['看链', 'Chains'], fill: ['补链', 'Gaps'], data: ['管数据', 'Data'],
  overview: ['总览', 'Overview'], chain: ['产业链', 'Chain'], gaps: ['缺口', 'Gaps'], enterprises: ['企业', 'Enterprises'], history: ['记录', 'History'],
  collapse: ['收起', 'Collapse'], expand: ['展开', 'Expand'], search: ['搜企业、环节、产品、园区，可用拼音首字母', 'Search enterprises, links, products, parks'],
  searchNone: ['未见与“{0}”相符的内容', 'Nothing matches “{0}”'], searchHint: ['↑ ↓ 选择，Enter 打开，Esc 关闭', '↑ ↓ choose, Enter opens, Esc closes'], searchFirst: ['只示前 {0} 项，可再输几个字', 'First {0} only; type more'], decideAct: ['确认或忽略', 'Decide'], fillAct: ['去补充', 'Fill in'], items: ['{0} 项', '{0} blanks'],
  glossary: ['口径', 'Terms'], revision: ['版本 r{0}', 'Revision r{0}'], revisions: ['版本', 'Revisions'], now: ['现在', 'Now'],
  oldRevision: ['正在看 r{0} 的内容，只读', 'Showing r{0}, read only'], back: ['回到现在', 'Back to now'], keys: ['键盘', 'Keyboard'],
  keyChains: ['重点产业链', 'Key chains'], documented: ['公开文件 {0}', '{0} documented'], provisional: ['待核实', 'To be verified'],
  links: ['环节', 'Links'], decide: ['待决定', 'To decide'], confirmGap: ['缺口待确认', 'Gap to confirm'], sixBlank: ['六个一待补充', 'Six ones blank'],
  all: ['全部', 'All'], completeness: ['完整度', 'Complete'], strip: ['环节状态', 'State of links'], stripNote: ['上游 → 下游，一格一环节', 'upstream → downstream, a cell a link'],
  assigned: ['已指派', 'Assigned'], since: ['自 r{0}', 'Since r{0}'], noChange: ['无变化', 'No change'], compare: ['对比', 'Compare with'], asOf: ['数据截至', 'Data as of'],
  dataShare: ['资料 {0}', 'data {0}'], chief: ['链长', 'Chief'], blank: ['待补充', 'Not given'], unseen: ['未见', 'None seen'], noEvidence: ['无据', 'No evidence'], noData: ['无数据', 'Not loaded'],
  monthsAgo: ['{0} 个月前', '{0} months ago'], yearsAgo: ['{0} 年前', '{0} years ago'], thisMonth: ['本月', 'this month'],
  drawings: ['五图', 'Drawings'], draw_structure: ['技术结构', 'Structure'], draw_targets: ['招商目标', 'Targets'], draw_portrait: ['一链一图', 'One page'], draw_supply: ['供应图', 'Supply map'], mainChain: ['主要产业链', 'Main chain'], draw_impact: ['中断影响', 'Impact'], cityLayout: ['全市布局', 'City layout'], listView: ['清单', 'List'], changesDrawing: ['变化图', 'Drawing'], showDrawing: ['在图上看', 'Show as a drawing'],
  draw_application: ['应用领域', 'Applications'], draw_layout: ['产业布局', 'Layout'], draw_roadmap: ['发展路线', 'Roadmap'], changes: ['变化', 'Changes'], fit: ['适应', 'Fit'], fullscreen: ['全屏', 'Full screen'], download: ['下载', 'Download'], zoomIn: ['放大', 'Zoom in'], zoomOut: ['缩小', 'Zoom out'],
  downloadOf: ['下载{0}', 'Download: {0}'], format: ['格式', 'Format'], file_pptx: ['PPTX 可编辑', 'PPTX, editable'], file_pdf: ['PDF', 'PDF'], file_png: ['PNG 图片', 'PNG picture'], file_svg: ['SVG 矢量图', 'SVG drawing'], file_json: ['JSON 数据', 'JSON data'],
  glued: ['连线随卡片移动（在别的软件中可能改道）', 'Lines follow the cards (other programs may route them anew)'], paper: ['纸张', 'Paper'], pixels: ['像素', 'Pixels'], language: ['语言', 'Language'], ground: ['底色', 'Ground'], grey: ['灰度', 'Grey'], transparent: ['透明底', 'Transparent'], preview: ['预览', 'Preview'], page: ['页', 'Page'], pageN: ['第 {0} 页', 'Page {0}'], onePage: ['此格式一页一个文件。', 'One file a page in this format.'],
  filter: ['筛选', 'Filter'], onlyGaps: ['只看缺口', 'Only gaps'], detail: ['详略', 'Detail'], detail_full: ['全部', 'Full'], detail_names: ['名称', 'Names'], detail_overview: ['概览', 'Overview'],
  panHint: ['拖动平移，Ctrl + 滚轮缩放', 'Drag to pan, Ctrl + wheel to zoom'], states: ['显示状态', 'Show states'], leaveFull: ['退出', 'Leave'],
  colon: ['：', ': '], comma: ['，', ', '], stop: ['。', '. '], and: ['、', ', '], dot: ['·', ' · '], ledBy: ['领衔：', 'led by '], fillIn: ['补充', 'Fill in'], fillWho: ['公开文件未写明，须由主管单位提供，并写明来源和日期。', 'No public document says it; the unit in charge must supply it, with source and date.'], fillHow: ['导出全部数据，在 {0} 上补写，再导入；一次导入为一个版本，可以撤回。', 'Export the data, write it at {0}, import: one import is one revision and can be undone.'],
  why: ['{0}：为什么', 'Why: {0}'], besides: ['另见', 'Beside'], sumOf: ['合计', 'Sum'], zeros: ['另有 {0} 项计 0', '{0} more count 0'], noFacts: ['没有登记的事实。', 'No fact on record.'], yes: ['是', 'yes'], no: ['否', 'no'], notCounted: ['不计', 'Not counted'], resilience: ['韧性', 'Resilience'], criticality: ['关键度', 'Criticality'], score: ['得分', 'Score'],
  knownShare: ['资料 {0}：应有的事实中已登记的比例。', 'Data {0}: share of the facts asked for that are on record.'],
  upstream: ['上游', 'Upstream'], weight: ['权重', 'Weight'], necessity: ['必要程度', 'Necessity'], products: ['产品', 'Products'], technologies: ['技术', 'Technologies'], localFirms: ['本地企业', 'Local enterprises'], state: ['状态', 'State'], stage: ['阶段', 'Stage'],
  whyState: ['为什么是“{0}”', 'Why “{0}”'], rule: ['规则', 'Rule'], fact: ['事实', 'Fact'], source: ['来源', 'Source'], sources: ['来源', 'Sources'], trust: ['可信', 'Trust'],
  flows: ['来料与去向', 'Inputs and outputs'], fedBy: ['来料', 'Inputs'], feeds: ['去向', 'Outputs'], possible: ['可能', 'possible'], evidenced: ['有据', 'on record'],
  ifBreaks: ['若此环节中断：下游 {0} 个环节、{1} 家本地企业受影响。', 'If it breaks: {0} links and {1} local enterprises downstream are affected.'],
  way_own: ['自有产品', 'own products'], way_name: ['企业名', 'name'], way_peers: ['相似企业', 'similar firms'], way_industry: ['同行业', 'industry'],
  weights: ['权重设置', 'Weights'], toDefaults: ['恢复默认', 'Defaults'], save: ['保存', 'Save'], shifts: ['排名变化', 'What moves'], weightsHint: ['改动左侧数值，这里先看排名怎么变，再决定是否保存。', 'Change a value to see what it does to the ranking before you save it.'], weightsConflict: ['别人刚改过权重，请关闭后重新打开。', 'Somebody else has just set weights; close and open again.'],
  makers: ['市外厂家', 'Makers outside'], productMatches: ['产品对应（待人核对）', 'Products taken for each other'], confirm: ['确认', 'Confirm'], reject: ['否定', 'Reject'], takeBack: ['收回', 'Take back'], record: ['记录', 'Record'], noGap: ['没有缺口', 'No gap'], toGap: ['看缺口', 'See the gap'], copyLink: ['复制链接', 'Copy link'], copied: ['已复制', 'Copied'], previous: ['上一个', 'Previous'], next: ['下一个', 'Next'], close: ['关闭', 'Close'],
  dataQuestions: ['资料', 'Data'], known: ['已知', 'known'], unknown: ['未知', 'unknown'], notNone: ['“未见”不等于“没有”。', '“None seen” is not “none exists”.'],
  counted: ['计入', 'Counted'],
  missingN: ['断点', 'Missing'], weakN: ['弱项', 'Weak'], chokeN: ['卡点', 'Chokepoints'],
  affects: ['影响', 'Affects'], affectsNote: ['环节/企业', 'links/firms'], handling: ['处理', 'Handling'], owner: ['负责', 'Owner'], due: ['期限', 'Due'], notAssigned: ['未指派', 'Not assigned'], allChains: ['全部产业链', 'All chains'], allStates: ['全部处理状态', 'All statuses'], filterLink: ['环节名称', 'Name of link'],
  parts: ['权重怎么来', 'Where the weight comes from'], effect: ['影响', 'Effect'], decision: ['决定', 'Decision'], noDecision: ['尚无决定。', 'No decision yet.'], whyGap: ['为什么是{0}', 'Why {0}'],
  more: ['还有 {0} 项', '{0} more'], loadMore: ['再取一页', 'Load more'], shown: ['示 {0}/{1}', 'showing {0}/{1}'],
  reach: ['远近', 'Reach'], everywhere: ['不限', 'Anywhere'], name: ['名称', 'Name'], position: ['在链位置', 'Position in chains'], place: ['所在', 'Place'], levels: ['等级', 'Grades'], filterFirm: ['企业名称', 'Name of enterprise'],
  supplyOnRecord: ['有据的供应', 'Supply on record'], suppliers: ['供应商', 'Suppliers'], customers: ['客户', 'Customers'], announced: ['宣布或有争议，不作为供应', 'Announced or disputed: not evidence'], projects: ['项目', 'Projects'], figures: ['数据', 'Figures'], identity: ['主体', 'Identity'], registered: ['注册地', 'Registered in'], parent: ['隶属', 'Belongs to'], subsidiaries: ['下属企业', 'Subsidiaries'], aliases: ['别名', 'Aliases'], creditCode: ['统一社会信用代码', 'Credit code'], listedCode: ['证券代码', 'Listed code'], note: ['说明', 'Note'], soleNote: ['独家：该环节只有这一家', 'Sole: the link hangs on it alone'], onlyMaker: ['独家', 'Sole'],
  who: ['谁', 'Who'], when: ['时间', 'When'], reason: ['原因', 'Reason'], what: ['内容', 'What'], from: ['从', 'From'], to: ['到', 'To'], created: ['新增', 'Added'], updated: ['修改', 'Changed'], deleted: ['删除', 'Removed'], statesChanged: ['环节状态', 'States of links'], factsChanged: ['事实', 'Facts'],
  loading: ['正在读取', 'Loading'], retry: ['重试', 'Retry'], requestNo: ['请求号 {0}', 'Request {0}'], away: ['连不上服务，先显示已有内容，自动重试。', 'The server cannot be reached; showing what was read, retrying.'], failed: ['读取失败', 'Could not be read'], stillWorks: ['其余内容可以照常使用。', 'Everything else still works.'], notFound: ['没有这一页', 'No such page'], notFoundText: ['地址可能写错，或内容已不在。', 'The address may be wrong, or the thing is gone.'], toOverview: ['回到总览', 'To the overview'],
  noRows: ['没有相符的内容', 'Nothing matches'], clearFilter: ['清除筛选', 'Clear filters'], city: ['鄂州', 'Ezhou'], noAccounts: ['尚无账号：服务默认只在本机监听。', 'No accounts yet: the server listens on this machine by default.'],
  showAll: ['全部展开', 'Show all'], printed: ['打印于', 'Printed'], mainLinks: ['环节 {0}', '{0} links'], fieldOf: ['字段', 'Field'], counts: ['数量', 'Counts'],
  act_proposed: ['退回待确认', 'Back to proposed'], act_confirmed: ['确认', 'Confirm'], act_dismissed: ['忽略', 'Dismiss'], act_assigned: ['指派', 'Assign'], act_in_progress: ['推进', 'Begin'], act_closed: ['闭环', 'Close'], keepStatus: ['{0}，不变', '{0}, as it is'], confirmAssign: ['确认并指派', 'Confirm and assign'], cancel: ['取消', 'Cancel'],
  grounds: ['理由', 'Reason'], named: ['{0}：', '{0}: '], outcome: ['结论', 'Outcome'], strategy: ['做法', 'Strategy'], byWhom: ['填写人', 'Written by'], byHint: ['单位或岗位', 'Unit or post'], reasonHint: ['忽略、闭环、重新打开时必填', 'Needed to dismiss, close or reopen'], ownerHint: ['牵头单位或专班', 'Lead unit or task force'], chiefHint: ['职务', 'Post'],
  decidedWhen: ['{0} 决定时：{1}，权重 {2}', 'When decided on {0}: {1}, weight {2}'], nowDerived: ['现在判定：{0}，权重 {1}', 'Derived now: {0}, weight {1}'], notDerived: ['现在规则不再判定为缺口，决定保留', 'The rules no longer derive this gap; the decision is kept'], sameDerived: ['判定未变', 'derivation unchanged'], goneGaps: ['规则已不再判定、仍有决定的缺口', 'Decided gaps that the rules no longer derive'], overdue: ['逾期 {0} 天', '{0} days late'], overdueN: ['逾期', 'Overdue'],
  comments: ['意见', 'Comments'], noComments: ['还没有意见。', 'No comments yet.'], comment: ['写意见', 'Comment'], commentHint: ['核对到什么、问了谁、还差什么', 'What was checked, who was asked, what is open'],
  conflictTitle: ['{0} 在您打开之后改过（r{1}）', '{0} changed it after you opened it (r{1})'], conflictText: ['两边的值都在，没有丢失。逐项选择后再保存。', 'Both values are here, nothing is lost. Choose for each field, then save.'], wasValue: ['原来', 'Before'], theirValue: ['对方', 'Theirs'], yourValue: ['您的', 'Yours'], saveChosen: ['按所选保存', 'Save the chosen'], dropMine: ['放弃我的', 'Drop mine'], empty: ['（空）', '(empty)'],
  investment: ['招商', 'Investment'], gapToFirms: ['缺口找企业', 'Gap → enterprises'], firmToInputs: ['企业找缺料', 'Enterprise → inputs'], board: ['对接看板', 'Contact board'], toInvestment: ['到招商中比较', 'Compare in Investment'], boardView: ['看板', 'Board'], tableView: ['表格', 'Table'],
  gapsToFill: ['待补缺口', 'Open gaps'], talking: ['在谈', 'In contact'], rejectedN: ['已否决', 'Rejected'], needsLine: ['需要', 'Needs'], usersLine: ['本地用户', 'Users here'], candidate: ['候选企业', 'Candidate'], evidence: ['依据', 'Evidence'], contact: ['对接', 'Contact'], notBegun: ['未建', 'Not begun'], candidateNote: ['候选来自行业常识和公开数据集，均待核实；“无据”不等于“没有”。', 'Candidates come from knowledge of the trade and public data sets, all to be verified; “no evidence” is not “none”.'], noFirms: ['未见候选企业。导入数据集并对应产品，或在链图中登记厂家。', 'No candidates. Import a data set and match products, or record makers in the chain.'], noGaps: ['没有待补的缺口。', 'No open gap.'],
  beginContact: ['建线索', 'Begin'], moveTo: ['推进到{0}', 'On to {0}'], backTo: ['退回{0}', 'Back to {0}'], editCard: ['修改', 'Edit'], rejectFirm: ['否决', 'Reject'], restoreFirm: ['收回否决', 'Take back'], actions: ['操作', 'Actions'], cardOf: ['{0} 的对接', 'Contact with {0}'], nextAct: ['下一步', 'Next act'], nextHint: ['如：核对信用代码、主营产品', 'Such as: check the credit code'], rejectedHead: ['已否决', 'Rejected'], rejectedNote: ['理由留存，不再推荐', 'kept with their reason, not proposed again'], days: ['已 {0} 天', '{0} days'], rejectReason: ['否决、收回否决时必填', 'Needed to reject or to take back'], emptyColumn: ['无', 'None'], boardEmpty: ['看板还是空的。到“缺口找企业”为候选企业建线索。', 'The board is empty. Begin contacts under “Gap → enterprises”.'],
  inputs: ['投入品', 'Inputs'], inputsLine: ['{0} 种投入品，本地和都市圈都没有 {1} 种。', '{0} inputs, {1} of them from nobody here or in the circle.'], inputsNote: ['投入品按产业链模板推出，未向企业核实；范围为鄂州市与武汉都市圈。', 'Inputs follow from the chain templates, nobody has asked the enterprise; the radius is the city and the Wuhan circle.'], localCol: ['本地', 'Local'], circleCol: ['都市圈', 'Circle'], makersCol: ['外地制造者', 'Makers elsewhere'], gapCol: ['缺口', 'Gap'], missingOfAll: ['都没有/投入品', 'missing/inputs'], ownMake: ['自产', 'makes it itself'], onRecordLine: ['有据供货', 'on record'], possibleLine: ['可能供货，按产品推出，未核实', 'possible, by product, not verified'], noInputs: ['模板中没有投入品。', 'The template names no inputs.'], findSuppliers: ['为缺的找企业', 'Find suppliers'], creditOk: ['校验通过', 'check passed'], inFirms: ['在本地企业中查找', 'Search local enterprises'], forWhat: ['用于', 'For'],
  weightsSum: ['“{0}”各分项的满分合计须为 100。', 'The points of “{0}” must add up to 100.'], notFitting: ['匹配不足一半', 'Match below one half'], notFittingNote: ['产品与所需相差较远，列在后面，不作首选', 'what they make is far from what is needed: listed last, never first choice'], totalScore: ['总分', 'Score'], reasonsOf: ['{0} 的依据', 'Reasons for {0}'], scoreHint: ['得分 / 有数据各项的满分，按比例 {0}% 排序', 'points of what the known parts could give; ranked by the share, {0} %'], reasonPart: ['分项', 'Part'], fromWhere: ['来处', 'Where from'], unplaced: ['所在未知', 'Place unknown'], noPlace: ['所在未知', 'place unknown'], graphAt: ['图谱 r{0}', 'graph r{0}'], localTies: ['本地联系', 'Ties here'], makesLine: ['产品', 'Makes'], alsoFor: ['也可补', 'Could also fill'], codeBlank: ['信用代码待补充，未做主体核对', 'No credit code yet: the entity is not checked'], candidatesOf: ['“{0}”的候选', 'Candidates for “{0}”'],
  targets: ['延链强链', 'Extend, strengthen'], target: ['目标', 'Target'], scoreHead: ['得分', 'Score'], partsHead: ['四项', 'Four parts'], noTargets: ['没有可延、可强的环节。', 'No link to extend to or to strengthen.'], whyTarget: ['为什么是{0}', 'Why {0}'], nearestHead: ['与它最相近的', 'Nearest to it'], nearestOf: ['示 {0}/{1}', '{0} of {1}'], noneNear: ['矩阵中没有与它相近的，关联无从计算。', 'Nothing in the matrix is near to it: relatedness cannot be measured.'],
  rca: ['优势 RCA', 'RCA'], density: ['密度', 'Density'], pci: ['复杂度 PCI', 'PCI'], gain: ['机会收益', 'Gain'], diversity: ['优势项', 'Held'], eci: ['ECI', 'ECI'], coi: ['COI', 'COI'], hasHeld: ['本市已有', 'Held here'], notHeld: ['本市未有', 'Not held'], hasAdvantage: ['本市有优势', 'Advantage here'], noAdvantage: ['本市无优势', 'No advantage'], relatedHead: ['产品和环节与本市所能的相近程度', 'How near products and links are to what the city can do'], peersHead: ['对标城市', 'Peer cities'], ownCity: ['本市', 'ours'],
  noComplexity: ['不计复杂度和机会收益：{0}。', 'No complexity, no opportunity gain: {0}.'], besideScore: ['密度即关联度一项；优势、复杂度和机会收益供参考，不计入得分。', 'Density is the part relatedness; advantage, complexity and gain are for information and do not enter the score.'], activity: ['产品或环节', 'Product or link'], openLink: ['看环节', 'Open the link'], measuredBy: ['按“{0}”计', 'measured by “{0}”'],
} satisfies Record<string, [string, string]>

export type Word = keyof typeof words

export function say(lang: Lang, word: Word, ...args: (string | number)[]): string {
  let text: string = words[word][lang === 'en' ? 1 : 0]
  args.forEach((arg, i) => {
    text = text.replace(`{${i}}`, String(arg))
  })
  return text
}

export type Speak = (word: Word, ...args: (string | number)[]) => string

export const Language = createContext<{ lang: Lang; t: Speak }>({ lang: 'zh', t: (w, ...a) => say('zh', w, ...a) })
export const useLang = () => useContext(Language)

/** The name in the language; enterprises stay Chinese. */
export function label(lang: Lang, thing: { name: string; name_en?: string; kind?: string }): string {
  return lang === 'en' && thing.name_en && thing.kind !== 'Enterprise' ? thing.name_en : thing.name
}

/** Names one after another. */
export const series = (lang: Lang, names: string[]) => names.join(say(lang, 'and'))

/** Facts one after another; the dot of the Chinese font is full width and takes no spaces. */
export const dotted = (lang: Lang, parts: (string | undefined | false)[]) => parts.filter(Boolean).join(say(lang, 'dot'))
