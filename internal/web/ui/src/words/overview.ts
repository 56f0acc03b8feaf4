import type { Words } from './words'

/** The overview of all chains. */
export const overview = {
  keyChains: ['重点产业链', 'Key chains'],
  documented: ['公开文件 {0}', '{0} documented'],
  links: ['环节', 'Links'],
  decide: ['待决定', 'To decide'],
  sixBlankN: ['六个一待补充', 'Six ones blank'],
  confirmGap: ['缺口待确认', 'Gap to confirm'],
  sixBlank: ['六个一待补充', 'Six ones blank'],
  completeness: ['完整度', 'Complete'],
  strip: ['环节状态', 'State of links'],
  stripNote: ['上游 → 下游，一格一环节', 'upstream → downstream, a cell a link'],
  since: ['自 {0}', 'Since {0}'],
  noCompare: ['不对比', 'No comparison'],
  lookAt: ['看', 'Look'],
  noChange: ['无变化', 'No change'],
  compare: ['对比', 'Compare with'],
  originalsReposts: ['有原文 {0} · 只有转载 {1}', 'original texts {0} · re-posts only {1}'],
  dataShare: ['资料 {0}', 'data {0}'],
} satisfies Words
