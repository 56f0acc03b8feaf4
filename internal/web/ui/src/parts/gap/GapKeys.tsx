import { useLang, type Word } from '../../i18n'

const keys: [key: string, word: Word][] = [
  ['X', 'chooseKey'],
  ['Shift X', 'chooseToKey'],
  ['J K', 'moveKey'],
  ['Enter', 'openKey'],
  ['Shift A', 'bulkKey'],
]

/** What a list of gaps can be done with by keyboard. */
export function GapKeys() {
  const { t } = useLang()
  return (
    <p className="quiet hint-line keys">
      {keys.map(([key, word]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(word)}
        </span>
      ))}
    </p>
  )
}
