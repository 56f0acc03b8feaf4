import type { Words } from './words'

/** A chain and a link of it. */
export const chain = {
  showDrawing: ['在图上看', 'Show as a drawing'],
  ledBy: ['领衔：', 'led by '],
  necessity: ['必要程度', 'Necessity'],
  technologies: ['技术', 'Technologies'],
  localFirms: ['本地企业', 'Local firms'],
  whyState: ['为什么是“{0}”', 'Why “{0}”'],
  rule: ['规则', 'Rule'],
  fact: ['事实', 'Fact'],
  trust: ['可信', 'Trust'],
  flows: ['来料与去向', 'Inputs and outputs'],
  fedBy: ['来料', 'Inputs'],
  feeds: ['去向', 'Outputs'],
  possible: ['可能', 'possible'],
  evidenced: ['有据', 'on record'],
  ifBreaks: [
    '若此环节中断：下游 {0} 个环节、{1} 家本地企业受影响。',
    'If it breaks: {0} links and {1} local enterprises downstream are affected.',
  ],
  makers: ['市外厂家', 'Makers outside'],
  productMatches: ['产品对应（待人核对）', 'Products taken for each other'],
  takeBack: ['收回', 'Take back'],
  noGap: ['没有缺口', 'No gap'],
  toGap: ['看缺口', 'See the gap'],
  copyLink: ['复制链接', 'Copy link'],
  copied: ['已复制', 'Copied'],
  missingN: ['断点', 'Missing gaps'],
  weakN: ['弱项', 'Weak gaps'],
  chokeN: ['卡点', 'Chokepoints'],
  blockedN: ['堵点', 'Blocked'],
} satisfies Words
