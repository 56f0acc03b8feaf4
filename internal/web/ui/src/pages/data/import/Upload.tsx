import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { send, type DraftRows, type Problem } from '../../../api/client'
import { usePlace } from '../../../app/place'
import { useLang } from '../../../i18n'
import { useAuthor } from '../../../parts/author'
import { Refusal } from '../../../parts/form'
import { noSource, SourceOfBatch, type Batch } from './SourceOfBatch'

/** Where a file is dropped or chosen; it becomes a draft. */
export function Upload() {
  const { t } = useLang()
  const place = usePlace()
  const cache = useQueryClient()
  const by = useAuthor()
  const [batch, setBatch] = useState<Batch>(noSource)
  const [over, setOver] = useState(false)
  const [pasted, setPasted] = useState('')
  const chooser = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController>(null)
  const upload = useMutation<DraftRows, Problem, File>({
    mutationFn: async (file) => {
      stop.current = new AbortController()
      const content = await base64(file)
      return send('/drafts', {}, { file: file.name, content, by, ...batch }, stop.current.signal)
    },
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: ['/drafts'] })
      place.set({ draft: made.draft.id })
    },
  })
  const take = (file: File | undefined) => {
    if (file && !upload.isPending) upload.mutate(file)
    if (chooser.current) chooser.current.value = '' // the same file may be chosen again
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const stopped = upload.error?.name === 'AbortError'
  return (
    <section aria-label={t('importTab')}>
      <div className="filters aligned">
        <SourceOfBatch value={batch} set={setBatch} />
        <span className="quiet">{t('batchSourceHint')}</span>
      </div>
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <InboxOutlined aria-hidden />
        {upload.isPending ? (
          <p role="status">
            {t('readingFile', upload.variables.name)}{' '}
            <Button onClick={() => stop.current?.abort()}>{t('stopReading')}</Button>
          </p>
        ) : (
          <p>
            {t('dropHere')} <Button onClick={() => chooser.current?.click()}>{t('chooseFile')}</Button>
          </p>
        )}
        <p className="quiet">{t('dropNote')}</p>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label={t('chooseFile')}
          onChange={(event) => take(event.target.files?.[0])}
        />
      </div>
      <div className="row pasting">
        <Input.TextArea
          aria-label={t('pasteHere')}
          placeholder={t('pasteHere')}
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <Button
          disabled={!pasted.trim() || upload.isPending}
          onClick={() => take(new File([pasted], `${t('pastedFile')}.txt`))}
        >
          {t('readPasted')}
        </Button>
      </div>
      {!stopped && <Refusal problem={upload.error} />}
    </section>
  )
}

/** A file in base64, as JSON carries it. */
const base64 = (file: Blob) =>
  new Promise<string>((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => failed(reader.error ?? new Error())
    reader.readAsDataURL(file)
  })
