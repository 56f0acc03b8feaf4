import type { Question } from '../../api/client'
import { useLang } from '../../i18n'

/** Which of the questions that are asked of every link have an answer. */
export function Answers({ answers }: { answers: Question[] }) {
  const { t, lang } = useLang()
  const known = answers.filter((a) => a.known).length
  return (
    <section>
      <h3>
        {t('dataQuestions')}{' '}
        <span className="count">
          {known}/{answers.length}
        </span>
      </h3>
      <p className="quiet">
        {answers
          .map((a) => `${lang === 'en' ? a.text_en : a.text}${t('colon')}${t(a.known ? 'known' : 'unknown')}`)
          .join(lang === 'en' ? '; ' : '；')}
      </p>
    </section>
  )
}
