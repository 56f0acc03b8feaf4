import type { DraftProblem } from '../../../api/client'
import { words, type Lang, type Speak, type Word } from '../../../i18n'

/**
 * What is wrong, in the words of the page; where it has none, as the server says it. Whole: with the names and figures
 * that only the server's sentence has, where no cell stands beside it that shows them.
 */
export function told(p: DraftProblem, lang: Lang, t: Speak, whole = false): string {
  const code = p.code.replaceAll('.', '_')
  if (!(`p_${code}` in words)) return `${p.message}; ${p.fix}`
  const said = t(`p_${code}` as Word)
  return lang === 'en' || whole ? `${said} (${p.message})` : said
}
