import type { Words } from './words'

/** Why a number is what it is, and the weights that can be set. */
export const answers = {
  fillIn: ['补充', 'Fill in'],
  why: ['{0}：为什么', 'Why: {0}'],
  besides: ['另见', 'Beside'],
  sumOf: ['合计', 'Sum'],
  zeros: ['另有 {0} 项计 0', '{0} more count 0'],
  noFacts: ['没有登记的事实。', 'No fact on record.'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  notCounted: ['不计', 'Not counted'],
  worstStop: ['最坏停一家', 'Worst single stop'],
  leftOver: ['剩 {0}', '{0} left'],
  criticality: ['关键度', 'Criticality'],
  score: ['得分', 'Score'],
  knownShare: ['资料 {0}：应有的事实中已登记的比例。', 'Data {0}: share of the facts asked for that are on record.'],
  weights: ['权重设置', 'Weights'],
  toDefaults: ['恢复默认', 'Defaults'],
  shifts: ['排名变化', 'What moves'],
  weightsHint: [
    '改动左侧数值，这里先看排名怎么变，再决定是否保存。',
    'Change a value to see what it does to the ranking before you save it.',
  ],
  dataQuestions: ['资料', 'Data'],
  known: ['已知', 'known'],
  unknown: ['未知', 'unknown'],
  notNone: ['“未见”不等于“没有”。', '“None seen” is not “none exists”.'],
  counted: ['计入', 'Counted'],
  mainLinks: ['环节 {0}', '{0} {0:link|links}'],
  weightsSum: ['“{0}”各分项的满分合计须为 100。', 'The points of “{0}” must add up to 100.'],
} satisfies Words
