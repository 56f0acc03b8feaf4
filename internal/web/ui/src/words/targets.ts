import type { Words } from './words'

/** Where to extend a chain and what to strengthen. */
export const targets = {
  targets: ['延链强链', 'Extend, strengthen'],
  target: ['目标', 'Target'],
  scoreHead: ['得分', 'Score'],
  partsHead: ['四项', 'Four parts'],
  noTargets: ['没有可延、可强的环节。', 'No link to extend to or to strengthen.'],
  whyTarget: ['为什么是{0}', 'Why {0}'],
  nearestHead: ['与它最相近的', 'Nearest to it'],
  nearestOf: ['示 {0}/{1}', '{0} of {1}'],
  noneNear: [
    '矩阵中没有与它相近的，关联无从计算。',
    'Nothing in the matrix is near to it: relatedness cannot be measured.',
  ],
  rca: ['优势 RCA', 'RCA'],
  density: ['密度', 'Density'],
  pci: ['复杂度 PCI', 'PCI'],
  gain: ['机会收益', 'Gain'],
  diversity: ['优势项', 'Held'],
  eci: ['ECI', 'ECI'],
  coi: ['COI', 'COI'],
  hasHeld: ['本市已有', 'Held here'],
  notHeld: ['本市未有', 'Not held'],
  hasAdvantage: ['本市有优势', 'Advantage here'],
  noAdvantage: ['本市无优势', 'No advantage'],
  relatedHead: ['产品和环节与本市所能的相近程度', 'How near products and links are to what the city can do'],
  peersHead: ['对标城市', 'Peer cities'],
  ownCity: ['本市', 'ours'],
  noComplexity: ['不计复杂度和机会收益：{0}。', 'No complexity, no opportunity gain: {0}.'],
  besideScore: [
    '密度即关联度一项；优势、复杂度和机会收益供参考，不计入得分。',
    'Density is the part relatedness; advantage, complexity and gain are for information and do not enter the score.',
  ],
  activity: ['产品或环节', 'Product or link'],
  openLink: ['看环节', 'Open the link'],
  measuredBy: ['按“{0}”计', 'measured by “{0}”'],
} satisfies Words
