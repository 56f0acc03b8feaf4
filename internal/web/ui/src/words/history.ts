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
  fieldOf: ['字段', 'Field'],
  counts: ['数量', 'Counts'],
} satisfies Words
