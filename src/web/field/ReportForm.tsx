/** A problem that no check foresaw (随手报): class, words and photos; place and point are known. */
import { useState } from 'react'
import { TextField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import { reportCase } from './acts.ts'
import { useDay } from './day.ts'
import { isFull, type KeptPhoto } from './keep.ts'
import { photoFrom } from './photos.ts'

/** The form, folded until it is wanted. */
export function ReportForm({ pointId, about }: { pointId: string; about: string }) {
  const { t } = useWords()
  const { frame, wishes } = useDay()
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [photos, setPhotos] = useState<readonly KeptPhoto[]>([])
  const [said, setSaid] = useState('')
  const take = async (files: FileList | null) => {
    for (const file of files ?? []) {
      const photo = await photoFrom(file, { draftId: '', fact: '', from: 'camera', wishes, words: [about] })
      setPhotos((old) => [...old, photo])
    }
  }
  const send = async () => {
    try {
      await reportCase({ text: text.trim(), class: type, pointId, photos }, about)
      setText('')
      setPhotos([])
      setSaid(t('fieldApp.reported'))
    } catch (error) {
      setSaid(t(isFull(error) ? 'fieldApp.full' : 'fieldApp.notWritten'))
    }
  }
  return (
    <details className="field-box">
      <summary>{t('fieldApp.report')}</summary>
      <div className="stack">
        <label className="field-line">
          <span>{t('fieldApp.class')}</span>
          <select className="input" value={type} onChange={({ target }) => setType(target.value)}>
            <option value="">{t('fieldApp.noClass')}</option>
            {(frame?.classes ?? []).map(({ code, name, big }) => (
              <option key={code} value={code}>
                {big} · {name}
              </option>
            ))}
          </select>
        </label>
        <TextField label={t('fieldApp.what')} value={text} onChange={setText} isRequired rows={2} />
        <label className="field-line">
          <span>{t('fieldApp.reportPhotos', { n: photos.length })}</span>
          <input type="file" accept="image/*" capture="environment" onChange={({ target }) => void take(target.files)} />
        </label>
        <button type="button" className="button button-primary" disabled={text.trim() === ''} onClick={() => void send()}>
          {t('fieldApp.report')}
        </button>
        <p role="status">{said}</p>
      </div>
    </details>
  )
}
