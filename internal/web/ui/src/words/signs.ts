import type { Words } from './words'

/** Signs between words. */
export const signs = {
  colon: ['：', ': '],
  comma: ['，', ', '],
  semicolon: ['；', '; '],
  stop: ['。', '. '],
  and: ['、', ', '],
  dot: ['·', ' · '],
  named: ['{0}：', '{0}: '],
} satisfies Words
