import { dotted, words, type Lang, type Word } from '../../i18n'

/** The acts of the record that have a name, as the record has them. */
export const acts = Object.keys(words)
  .filter((w) => w.startsWith('did_'))
  .map((w) => w.slice('did_'.length).replaceAll('_', '-'))

/** The word of an act; undefined for one that this page does not know, which is shown as it is recorded. */
export const wordOf = (act: string): Word | undefined => (acts.includes(act) ? actWord(act) : undefined)
const actWord = (act: string) => `did_${act.replaceAll('-', '_')}` as Word

const kinds: Record<string, Word> = {
  gap: 'gaps',
  enterprise: 'enterprises',
  link: 'links',
  project: 'projects',
  figure: 'figures',
  chain: 'chain',
}

/** What something was done to, in words as far as they are known: who reads the record sees no data. */
export function objectOf(lang: Lang, t: (word: Word) => string, object: string): string {
  const [path = '', query = ''] = object.split('?')
  const asked = new URLSearchParams(query)
  if (path.startsWith('/diagrams/')) {
    const kind = `draw_${path.slice('/diagrams/'.length)}`
    return dotted(lang, [
      kind in words ? t(kind as Word) : kind.slice('draw_'.length),
      asked.get('of') ?? asked.get('chain') ?? undefined,
      asked.get('format')?.toUpperCase() ?? undefined,
      asked.get('watermark') === 'true' && t('watermark'),
    ])
  }
  const [, kind, key] = /(?:^|\/)(\w+):([^?]*?)(?:\/(?:comments|decision|searches|matches))?$/.exec(path) ?? []
  const word = kind && kinds[kind]
  return word ? dotted(lang, [t(word), key]) : object
}
