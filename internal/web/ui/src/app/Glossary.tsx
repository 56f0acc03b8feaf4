import { Drawer } from 'antd'
import { dotted, useLang } from '../i18n'
import { Mark, states } from '../parts/marks'
import { Region } from '../parts/region'
import { useMeta, useTerms } from './terms'
import { useDefinitions } from './useDefinitions'

const keys: [key: string, zh: string, en: string][] = [
  ['Ctrl K', '搜索', 'Search'],
  ['J K', '列表或抽屉中下一个、上一个', 'Next, previous in a list or drawer'],
  ['Esc', '关闭最上面一层', 'Close the topmost'],
  ['X', '缺口清单中：选中、不选', 'In a list of gaps: choose, choose no longer'],
  ['Shift X', '从上一个选中的到这一个都选中', 'Choose all from the last one chosen to this one'],
  ['Shift A', '批量处理所选缺口', 'Decide on the chosen gaps'],
  ['Ctrl Enter', '在决定的表单中：保存', 'In the form of a decision: save'],
  ['1 – 6', '换图', 'Choose the drawing'],
  ['+ − 0', '图的放大、缩小、适应', 'Zoom the drawing in, out, fit'],
  ['← →', '全屏时前一张、后一张图', 'Drawing before, after, in full screen'],
  ['Enter', '在有虚线的数字上：为什么', 'On a number with a dotted line: why'],
  ['Tab', '按链的顺序走过图中的环节', 'Walk the cards of a drawing in chain order'],
  ['?', '打开本页', 'Open this page'],
]

function Definitions() {
  const { weights, definitions } = useDefinitions()
  return (
    <Region query={weights} rows={12}>
      {(w) => (
        <dl className="glossary">
          {definitions(w).map((d) => (
            <div key={d.key}>
              <dt>{d.name}</dt>
              <dd>{d.text}</dd>
            </div>
          ))}
        </dl>
      )}
    </Region>
  )
}

/** 口径: what counts as what, the rules, and the keyboard. */
export function Glossary({ open, close }: { open: boolean; close: () => void }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const meta = useMeta()
  const en = lang === 'en'
  return (
    <Drawer
      open={open}
      onClose={close}
      title={dotted(lang, [t('glossary'), meta?.rules_version])}
      size={560}
      styles={{ body: { display: 'flex', padding: 0 } }}
    >
      {/* Nothing in it may take the focus, so it takes it itself: else one cannot scroll it by keyboard. */}
      <div className="scrolled" tabIndex={0} role="region" aria-label={t('glossary')}>
        <p>
          {states.map((s) => (
            <span key={s} className="legend-item">
              <Mark state={s} /> {words('coverage', s)}
            </span>
          ))}
        </p>
        <Definitions />
        <h2>{t('keys')}</h2>
        <dl className="glossary">
          {keys.map(([k, zh, english]) => (
            <div key={k}>
              <dt>
                <kbd>{k}</kbd>
              </dt>
              <dd>{en ? english : zh}</dd>
            </div>
          ))}
        </dl>
        {meta && !meta.accounts && <p className="quiet">{t('noAccounts')}</p>}
      </div>
    </Drawer>
  )
}
