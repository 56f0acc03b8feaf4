import type { Words } from './words'

/** What changed, when and by whom. */
export const history = {
  record: ['记录', 'Record'],
  who: ['谁', 'Who'],
  when: ['时间', 'When'],
  reason: ['原因', 'Reason'],
  what: ['内容', 'What'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  created: ['新增', 'Added'],
  updated: ['修改', 'Changed'],
  deleted: ['删除', 'Removed'],
  statesChanged: ['环节状态', 'States of links'],
  factsChanged: ['事实', 'Facts'],
  decisionsMade: ['处理', 'Handling'],
  decisionsNote: ['人定的，不需核实', 'decided by people, nothing to verify'],
  byPeople: ['人工决定', 'Decided by people'],
  bySystem: ['系统重算', 'Recomputed'],
  aComment: ['留言', 'Comment'],
  besideChanges: [
    '留言 {0} 条、系统重算 {1} 项不算变化',
    '{0} comments and {1} recomputed records are no changes and not counted',
  ],
  gapsWaiting: ['待办缺口', 'Gaps waiting'],
  gapsMoved: ['缺口：新增 {0}，关闭 {1}。', 'Gaps: {0} new, {1} closed.'],
  gapsDismissed: ['忽略 {0}，仍是缺口，未关闭。', '{0} dismissed: still gaps, not closed.'],
  gapsDeclared: ['人工闭环 {0}，按规则仍是缺口。', '{0} said to be closed: by the rules still gaps.'],
  gapsRestored: ['重新列入待办 {0}。', '{0} taken up again.'],
  fieldOf: ['字段', 'Field'],
  counts: ['数量', 'Counts'],
} satisfies Words
