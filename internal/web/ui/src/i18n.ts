import { createContext, useContext } from 'react'
import { words } from './words'
import { filled } from './words/words'

export { words }

export type Lang = 'zh' | 'en'

export type Word = keyof typeof words

/** A word in a language, its places filled. */
export function say(lang: Lang, word: Word, ...args: (string | number)[]): string {
  // A word that is made of a code may be one of a newer server: the code stands for it then.
  const both = words[word] as readonly [string, string] | undefined
  const text = both?.[lang === 'en' ? 1 : 0] ?? word
  return filled(text, args)
}

export type Speak = (word: Word, ...args: (string | number)[]) => string

export const Language = createContext<{ lang: Lang; t: Speak }>({ lang: 'zh', t: (w, ...a) => say('zh', w, ...a) })
/** The language of the page, and its words. */
export const useLang = () => useContext(Language)

/** The name in the language; enterprises stay Chinese. */
export function label(lang: Lang, thing: { name: string; name_en?: string; kind?: string }): string {
  return lang === 'en' && thing.name_en && thing.kind !== 'Enterprise' ? thing.name_en : thing.name
}

/** Names one after another. */
export const series = (lang: Lang, names: string[]) => names.join(say(lang, 'and'))

/** Facts one after another; the dot of the Chinese font is full width and takes no spaces. */
export const dotted = (lang: Lang, parts: (string | undefined | false)[]) =>
  parts.filter(Boolean).join(say(lang, 'dot'))
