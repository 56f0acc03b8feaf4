import type { WeightsAnswer } from '../api/client'
import type { Lang } from '../i18n'

/** What definitions name: the city, what lies around it, and the weights as they are set. */
export type Setting = { city: string; circle: string; weights: WeightsAnswer['weights'] }

/** One of the system's own definitions: a rule by its number, or a term. */
export type Definition = { key: string; name: string; text: string }

/** The rules of the analysis. */
export function rulesIn(lang: Lang, { circle, weights: { choke } }: Setting): Definition[] {
  const few = choke.few_makers
  const list: [key: string, zh: string, en: string][] = [
    [
      'C-1',
      '强：两家及以上本地企业投产且有据，其中至少一家为市级文件点名、链主、规上、专精特新或更高等级。',
      'Strong: two or more local enterprises in production on record, ' +
        'at least one named by the city, lead, above scale, specialised or better.',
    ],
    ['C-2', '有：至少一家本地企业投产且有据。', 'Present: at least one local enterprise in production on record.'],
    [
      'C-3',
      '弱：已知本地企业，尚无一家有投产依据；或已被认定不足。',
      'Weak: local enterprises known, none with evidence of production; or declared insufficient.',
    ],
    ['C-4', `圈：本市未见，${circle}内有。`, `In the circle: none seen in the city, one in the ${circle}.`],
    ['C-5', '缺：均未见。“未见”不等于“没有”。', 'Missing: none seen. “None seen” is not “none exists”.'],
    [
      'C-0',
      '用途：医院、商场、工地这类环节只用不造，不计入完整度，不算缺口；它的本地企业是买方。',
      'Market: hospitals, shops, building sites use and make nothing; not in completeness, no gap; local ones buy.',
    ],
    [
      'C-6',
      '受限：本市未有，而政策规定不再新增的环节（两高等），写明依据；不算缺口，不补不延。化工沿江只限选址，缺口仍在。',
      'Restricted: not held, and a policy says that nothing is to be added; no gap, never a target. ' +
        'A condition on the site leaves the gap.',
    ],
    ['G-1', '断点：环节为缺或圈。', 'Missing gap: the link is missing or only in the circle.'],
    ['G-2', '弱项：环节为弱。', 'Weak gap: the link is weak.'],
    [
      'G-3',
      `卡点：断点，且${few ? '国内厂家少、' : ''}无替代、直接供 ${choke.users} 个及以上环节。`,
      `Chokepoint: a missing gap with ${few ? 'few makers in the country, ' : ''}no substitute, ` +
        `and ${choke.users} or more links fed directly.`,
    ],
    ['G-4', '堵点：已有但不能交付，由人认定。', 'Blocked: exists but cannot deliver; declared by people.'],
    [
      'E-1',
      '延链：紧邻本市有实力的环节，且其外侧没有本市已有环节。',
      'Extension: next to what the city holds strongly, with nothing held beyond it.',
    ],
    [
      'E-2',
      '强链：环节为有，或只靠一家有能力的本地企业。',
      'Strengthening: the link is present but not strong, or hangs on one able local enterprise.',
    ],
  ]
  return list.map(([key, zh, en]) => ({ key, name: key, text: lang === 'en' ? en : zh }))
}

/** What words mean here. */
export function termsIn(lang: Lang, { city, circle, weights: { gap } }: Setting): Definition[] {
  const list: [zh: string, text: string, en: string, textEN: string][] = [
    [
      '有据',
      '投产且角色有公开文件或媒体依据（转载算依据，但原始出处待核实）。',
      'On record',
      'In production, with the role backed by a document or a medium ' +
        '(a re-post counts, its original is still to be found).',
    ],
    [
      '有原文',
      '已有环节中，至少一家投产企业的角色有公开文件或媒体报道；其余已有环节只有转载。“至少”只计有原文的环节。',
      'On original texts',
      'Links held where the role of one firm in production rests on a public document or a medium; the others ' +
        'rest on re-posts only. “At least” counts these alone.',
    ],
    [
      '名次',
      '在全市缺口中按权重的位次，同分同名次；括号内是十次里九次的范围：按每条事实的可信度重抽 2,000 次。' +
        '超过一成的次数里不是缺口，即“可能不成立”。',
      'Rank',
      'Place among all gaps of the city by weight; in brackets where it lies in nine of ten draws, each fact true ' +
        'with the probability assumed for its confidence. No gap in more than a tenth of the draws: may not hold.',
    ],
    [
      '完整度',
      'Σ 权重×计入 ÷ Σ 权重；强、有计入。旁边写明分母、模板版本和资料。',
      'Completeness',
      'Σ weight × counted ÷ Σ weight; strong and present count. Denominator, template and data stand beside it.',
    ],
    ['权重', '环节的必要程度，1 至 3：3 不可缺，2 重要，1 有用。', 'Necessity', 'How necessary a link is, 1 to 3.'],
    [
      '环节',
      '不再细分的一步，用途环节另计；各链合计即全市，一个环节只属一条链。',
      'Links',
      'Steps that are not divided further, without markets; each is of one chain.',
    ],
    ['已有环节', '状态为强或有的环节。', 'Links held', 'Links that are strong or present.'],
    [
      '薄弱环节',
      '状态为弱的环节，不论人对缺口作何决定；与“弱项”不同。',
      'Weak links',
      'Links in state weak, whatever people decided on their gaps; not the same as weak gaps.',
    ],
    [
      '圈内有',
      `状态为圈的环节：本市未见，${circle}内有。`,
      'In the circle',
      `Links with none here, one in the ${circle}.`,
    ],
    [
      '缺失环节',
      '状态为缺的环节，圈内有的不算，不论人对缺口作何决定；与“断点”不同。',
      'Missing links',
      'Links in state missing, without those of the circle, whatever people decided; not the same as missing gaps.',
    ],
    [
      '受限环节',
      '状态为受限的环节：本市未有，政策规定不再新增。',
      'Restricted links',
      'Links that are not held and to which, by a policy, nothing is to be added.',
    ],
    [
      '用途环节',
      '只用不造的环节，不在环节数内。',
      'Markets',
      'Steps that use and make nothing; not among the links.',
    ],
    [
      '本地企业',
      `位置在${city}、已登记在本链环节上的企业，每家计一次。影响图中是停下环节上的本地企业。`,
      'Local firms',
      `Enterprises in ${city} on links of the chain, each once.`,
    ],
    [
      '缺口',
      '断点、弱项、卡点、堵点之一的环节，由规则 G-1 至 G-4 现在判定，且未被忽略、未闭环；' +
        '一个环节一个缺口，可以兼有几种。已忽略、已闭环、不再判定的另计，不在缺口数内。',
      'Gaps',
      'Links that are missing, weak, chokepoints or blocked by rules G-1 to G-4 now, and neither dismissed nor ' +
        'closed by people; one gap a link, of one or more kinds. Dismissed, closed and no longer derived ones ' +
        'are counted apart.',
    ],
    [
      '断点',
      '缺口中环节为缺或圈的，含圈内有、含卡点。',
      'Missing gaps',
      'Gaps at links that are missing or only in the circle, chokepoints among them.',
    ],
    ['弱项', '缺口中环节为弱的。', 'Weak gaps', 'Gaps at weak links.'],
    [
      '卡点',
      '缺口中按 G-3 判定的，同时也计入断点。',
      'Chokepoints',
      'Gaps by rule G-3; they count as missing gaps as well.',
    ],
    [
      '堵点',
      '缺口中由人认定不能交付的；可同时计入别的种类。',
      'Blocked',
      'Gaps declared blocked; of another kind as well, perhaps.',
    ],
    [
      '查过',
      '断点中有人查找过厂家而未见的，写作“查过/断点”。没人查过的断点，不宜先报“缺”。',
      'Looked for',
      'Missing gaps where somebody looked for makers and found none, written looked/missing.',
    ],
    ['待确认', '缺口中还没有人作决定的。', 'To confirm', 'Gaps that nobody has decided on.'],
    [
      '已指派',
      '缺口中已指派或推进中的；写作“已指派/缺口”。',
      'Assigned',
      'Gaps that are assigned or in progress, written assigned/gaps.',
    ],
    ['逾期缺口', '缺口中期限已过的。', 'Gaps overdue', 'Gaps whose due date has passed.'],
    [
      '已忽略',
      '规则仍判定、人已忽略的；不在缺口数内。',
      'Dismissed',
      'Still derived, dismissed by people; not among the gaps.',
    ],
    [
      '已闭环',
      '规则仍判定、人已闭环的；不在缺口数内。',
      'Closed',
      'Still derived, closed by people; not among the gaps.',
    ],
    [
      '不再判定',
      '规则不再判定、人作过决定的；决定保留，不在缺口数内。',
      'No longer derived',
      'Decided on by people and no longer derived; the decision is kept; not among the gaps.',
    ],
    [
      '断点尚无项目',
      '断点中没有项目在补的；见发展路线图。',
      'Missing gaps, no project',
      'Missing gaps that no project works on; see the roadmap.',
    ],
    [
      '项目',
      '发展路线图上为本链的项目；企业页上是该企业的。',
      'Projects',
      'Of the chain on its roadmap; of the firm on its page.',
    ],
    ['逾期项目', '项目中期限已过、尚未投产的。', 'Projects late', 'Projects past their date and not in production.'],
    [
      '候选企业',
      '可补缺口的企业，每家计一次：有据或行业常识的，和按产品名推断且各项都对得上的；本地可转产、匹配不足、否决的不计。',
      'Candidates',
      'Enterprises that could close a gap, each once: on record, known in the trade, or by names that agree.',
    ],
    [
      '本地可转产',
      '行业相符的本地企业：上门问能否转产，不是招商，不排名。',
      'Local, could turn to it',
      'Local firms of a fitting industry: to be visited, not invited; no rank.',
    ],
    [
      '匹配不足',
      '只按产品名推断：单个产品含所需信息不足六成，或产品类别、关键词、行业有一项对不上；折叠，图上不列。',
      'Not enough agrees',
      'By product names only, and share, noun, rarest term or industry does not agree: folded, left out of drawings.',
    ],
    [
      '对接',
      '看板上的卡：一家企业对一个缺口为一项，否决的不计。',
      'Contacts',
      'Cards: one firm for one gap, without rejected ones.',
    ],
    ['对接企业', '有对接的企业，每家计一次。', 'Firms in contact', 'Enterprises with a contact, each once.'],
    ['逾期对接', '对接中下一步期限已过、未落地的。', 'Contacts overdue', 'Contacts whose next act is overdue.'],
    ['对接否决', '看板上被人否决的卡。', 'Contacts rejected', 'Cards rejected by people.'],
    [
      '缺口权重',
      `0–100：牵动 ${gap.pull}（本环节和两步内本地企业有据的规模，分五档）、传导 ${gap.reach}（下游权重）、` +
        `承接 ${gap.uptake}（直接用户本市已有或属用途环节的比例）、缺失 ${gap.lack}。`,
      'Weight of a gap',
      `0–100: pull ${gap.pull} (size on record of local firms within two steps, in five bands), ` +
        `reach ${gap.reach} (downstream weight), ` +
        `uptake ${gap.uptake} (share of direct users held or markets), lack ${gap.lack}.`,
    ],
    [
      '资料',
      '每个环节五问中已知的比例：产品、本地企业状态、市外厂家、厂家所在地、国内供给面。',
      'Data',
      'Share of five questions answered per link: products, local firms on record, ' +
        'makers outside, where they are, breadth of supply.',
    ],
    [
      '决定',
      '人的决定不随判定改变：旁边写明决定时判定了什么、现在判定什么；规则不再判定的缺口，决定保留。',
      'Decision',
      'What people decided does not change with the derivation: what was derived then and now stand beside it.',
    ],
    [
      '投入品',
      '按模板推出：供给本企业环节的环节，和产品所需的产品；' +
        `自产，或${city}、${circle}内已知有企业（不论阶段），即不算缺。`,
      'Inputs',
      'By the templates: links that feed those of the enterprise, and products that its products need; ' +
        `missing when it does not make it itself and nobody in ${city} or the ${circle} is known, at whatever stage.`,
    ],
    [
      '否决',
      '某企业对某缺口不再推荐：被人否决（理由留存，可收回），或按规则不宜。',
      'Vetoed',
      'Not proposed for that gap: rejected by people (the reason is kept, it can be taken back) or by a rule.',
    ],
    [
      '直接投入',
      '供应图所画一条链上的投入品，自产的不计。',
      'Direct inputs',
      'Inputs on the one chain that a supply map draws, without what the enterprise makes itself.',
    ],
    ['六个一待补充', '六个一中没有人说过的项数。', 'Six ones blank', 'Of the six ones, those that nobody gave.'],
    ['待补充', '没有人说过。', 'Not given', 'Nobody said.'],
    [
      '最坏停一家',
      '最要紧的一家本地企业停产后剩下的完整度：只靠它的环节不再计入。',
      'Worst single stop',
      'Completeness that is left when the local enterprise stops on which most hangs: ' +
        'links held by it alone do not count.',
    ],
    ['未见', '找过，没有见到。', 'None seen', 'Looked, found none.'],
    ['无数据', '从未载入。', 'Not loaded', 'Never loaded.'],
    ['待核实', '说过，但没有证实。', 'To be verified', 'Said, not proved.'],
  ]
  return list.map(([zh, text, en, textEN]) =>
    lang === 'en' ? { key: zh, name: en, text: textEN } : { key: zh, name: zh, text },
  )
}
