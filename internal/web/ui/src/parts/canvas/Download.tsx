import { Button, Checkbox, Modal, Radio, Segmented, Select } from 'antd'
import { useState } from 'react'
import { diagramAddress, useSheet, type DiagramQuery } from '../../api/client'
import { useMay, useSession } from '../../app/session'
import { useMeta } from '../../app/terms'
import { useLang, type Lang, type Word } from '../../i18n'

type Props = {
  kind: string
  query: DiagramQuery
  name: string
  pages: number
  page: number
  container: () => HTMLElement
  close: () => void
}

type Format = NonNullable<DiagramQuery['format']>
type Paper = NonNullable<DiagramQuery['paper']>
type Detail = NonNullable<DiagramQuery['detail']>
const order: Format[] = ['pptx', 'pdf', 'png', 'svg', 'json']
const thumbnails = 6

/** How a drawing is to be had as a file, and what its pages look like then. */
export function Download({ kind, query: seen, name, pages: seenPages, page: first, container, close }: Props) {
  const { t, lang: spoken } = useLang()
  const meta = useMeta()
  const [format, setFormat] = useState<Format>('pptx')
  const [paper, setPaper] = useState<Paper>('16:9')
  const [scale, setScale] = useState(2)
  const [detail, setDetail] = useState<Detail>(seen.detail ?? 'full')
  const [turned, setPage] = useState(first)
  const [lang, setLang] = useState<Lang>(spoken)
  const [grey, setGrey] = useState(false)
  const [transparent, setTransparent] = useState(false)
  const [glued, setGlued] = useState(false)
  const signed = useSession()?.mode === 'accounts'
  const banded = !useMay()('figure.read')
  const [marked, setMarked] = useState(banded)
  const details: Detail[] = ['full', ...((meta?.diagram_options[kind]?.details ?? []) as Detail[])]
  const query = withDetail(seen, detail === 'full' ? undefined : detail)
  const pages = useSheet(kind, query).data?.pages ?? (query.detail === seen.detail ? seenPages : 1)
  const page = Math.min(turned, pages)
  const picture = format === 'png' || format === 'svg'
  const look: DiagramQuery = {
    ...query,
    lang,
    grey: (grey && format !== 'json') || undefined,
    watermark: signed && marked !== banded ? (marked ? 'true' : 'false') : undefined,
    transparent: (transparent && picture) || undefined,
  }
  const href = diagramAddress(kind, {
    ...look,
    format,
    page: picture && page > 1 ? page : undefined,
    scale: format === 'png' ? scale : undefined,
    paper: format === 'pdf' ? paper : undefined,
    connectors: (format === 'pptx' && glued) || undefined,
  })
  return (
    <Modal open title={t('downloadOf', name)} width={860} footer={null} onCancel={close} getContainer={container}>
      <div className="download">
        <div className="form">
          <div className="field-row" role="radiogroup" aria-label={t('format')}>
            <span>{t('format')}</span>
            <Radio.Group
              className="stacked"
              value={format}
              onChange={(e) => setFormat(e.target.value as Format)}
              options={order
                .filter((f) => meta?.formats.includes(f) ?? true)
                .map((f) => ({ value: f, label: t(`file_${f}`) }))}
            />
          </div>
          {format === 'pdf' && (
            <Row name={t('paper')}>
              <Segmented<Paper>
                aria-label={t('paper')}
                value={paper}
                onChange={setPaper}
                options={[
                  { value: '16:9', label: '16:9' },
                  { value: 'a4', label: 'A4' },
                  { value: 'a3', label: 'A3' },
                ]}
              />
            </Row>
          )}
          {format === 'png' && (
            <Row name={t('pixels')}>
              <Select
                aria-label={t('pixels')}
                value={scale}
                onChange={setScale}
                options={[1, 2, 3, 4].map((n) => ({ value: n, label: `${1600 * n} × ${900 * n}` }))}
              />
            </Row>
          )}
          {details.length > 1 && (
            <Row name={t('detail')}>
              <Segmented<Detail>
                aria-label={t('detail')}
                value={detail}
                onChange={setDetail}
                options={details.map((d) => ({ value: d, label: t(`detail_${d}` as Word) }))}
              />
            </Row>
          )}
          {picture && pages > 1 && (
            <Row name={t('page')}>
              <Select
                aria-label={t('page')}
                value={page}
                onChange={setPage}
                options={Array.from({ length: pages }, (_, i) => ({ value: i + 1, label: `${i + 1}/${pages}` }))}
              />
            </Row>
          )}
          <Row name={t('language')}>
            <Segmented<Lang>
              aria-label={t('language')}
              value={lang}
              onChange={setLang}
              options={[
                { value: 'zh', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Row>
          {format !== 'json' && (
            <Row name={t('ground')}>
              <Checkbox checked={grey} onChange={(e) => setGrey(e.target.checked)}>
                {t('grey')}
              </Checkbox>
              {picture && (
                <Checkbox checked={transparent} onChange={(e) => setTransparent(e.target.checked)}>
                  {t('transparent')}
                </Checkbox>
              )}
            </Row>
          )}
          {signed && (
            <Row name={t('watermark')}>
              <Checkbox checked={marked} onChange={(e) => setMarked(e.target.checked)}>
                {t('watermarkOf')}
              </Checkbox>
            </Row>
          )}
          {format === 'pptx' && (
            <Checkbox checked={glued} onChange={(e) => setGlued(e.target.checked)}>
              {t('glued')}
            </Checkbox>
          )}
        </div>
        <section aria-label={t('preview')}>
          <h2>
            {t('preview')} <span className="count">{t('shown', Math.min(pages, thumbnails), pages)}</span>
          </h2>
          <div
            className={transparent && picture ? 'thumbnails clear' : 'thumbnails'}
            data-pages={Math.min(pages, thumbnails)}
          >
            {Array.from({ length: Math.min(pages, thumbnails) }, (_, i) => (
              <img
                key={i}
                className={picture && pages > 1 && i + 1 === page ? 'chosen' : undefined}
                src={diagramAddress(kind, { ...look, format: 'svg', page: i > 0 ? i + 1 : undefined })}
                alt={t('pageN', i + 1)}
              />
            ))}
          </div>
          {picture && pages > 1 && <p className="quiet note">{t('onePage')}</p>}
        </section>
      </div>
      <p className="row end">
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="primary" href={href} download="">
          {t('download')}
        </Button>
      </p>
    </Modal>
  )
}

/** A drawing with another detail. The leader's edition is always of the whole chain. */
function withDetail(query: DiagramQuery, detail: Detail | undefined): DiagramQuery {
  const leader = detail === 'leader'
  return {
    ...query,
    detail,
    stage: leader ? undefined : query.stage,
    only_gaps: leader ? undefined : query.only_gaps,
  }
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="field-row">
      <span>{name}</span>
      <div>{children}</div>
    </div>
  )
}
