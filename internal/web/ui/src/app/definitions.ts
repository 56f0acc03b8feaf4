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
      '完整度',
      'Σ 权重×计入 ÷ Σ 权重；强、有计入。旁边写明分母、模板版本和资料。',
      'Completeness',
      'Σ weight × counted ÷ Σ weight; strong and present count. Denominator, template and data stand beside it.',
    ],
    ['权重', '环节的必要程度，1 至 3：3 不可缺，2 重要，1 有用。', 'Necessity', 'How necessary a link is, 1 to 3.'],
    [
      '缺口',
      '断点、弱项、卡点、堵点之一的环节，由规则 G-1 至 G-4 判定；一个环节一个缺口，可以兼有几种。',
      'Gap',
      'A link that is missing, weak, a chokepoint or blocked by rules G-1 to G-4; ' +
        'a link has one gap, of one or more kinds.',
    ],
    [
      '缺口权重',
      `0–100：牵动 ${gap.pull}（本环节和两步内的本地企业）、传导 ${gap.reach}（下游权重）、` +
        `承接 ${gap.uptake}（直接用户本市已有的比例）、缺失 ${gap.lack}。`,
      'Weight of a gap',
      `0–100: pull ${gap.pull} (local firms on it and within two steps), reach ${gap.reach} (downstream weight), ` +
        `uptake ${gap.uptake} (share of direct users held), lack ${gap.lack}.`,
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
      '某企业对某缺口不再推荐，理由留存，可收回。',
      'Rejected',
      'Not proposed again for that gap; the reason is kept, and it can be taken back.',
    ],
    ['待补充', '没有人说过。', 'Not given', 'Nobody said.'],
    [
      '韧性',
      '任一本地企业停产后仍保有的权重份额：只靠一家的环节不计。',
      'Resilience',
      'Share of weight that stays held whichever single local enterprise stops: links that hang on one do not count.',
    ],
    ['未见', '找过，没有见到。', 'None seen', 'Looked, found none.'],
    ['无数据', '从未载入。', 'Not loaded', 'Never loaded.'],
    ['待核实', '说过，但没有证实。', 'To be verified', 'Said, not proved.'],
  ]
  return list.map(([zh, text, en, textEN]) =>
    lang === 'en' ? { key: zh, name: en, text: textEN } : { key: zh, name: zh, text },
  )
}
