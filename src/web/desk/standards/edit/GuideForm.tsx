/** How to look, as a form: words, and pictures of how it should be and how it should not. A picture is kept as proof and named by its hash. */
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../../../base/ids.ts'
import type { Text } from '../../../../base/text.ts'
import type { Guide, GuidePicture } from '../../../../standards/edition.ts'
import { Button } from '../../../../ui/Button.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { evidence, thumb } from '../../parts/proof.tsx'
import { TextPair } from './fields.tsx'

const most = 6

interface GuideFormProps {
  readonly value: Guide | undefined
  readonly onChange: (value: Guide | undefined) => void
}

/** The guide of a check, or a button to give it one. */
export function GuideForm({ value, onChange }: GuideFormProps) {
  const { t } = useWords()
  if (!value)
    return (
      <Button small icon="add" onPress={() => onChange({})}>
        {t('standards.edit.addGuide')}
      </Button>
    )
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('inspections.guide')}</legend>
      <TextPair label={t('standards.edit.guideText')} value={value.text} onChange={(text) => onChange(withText(value, text))} rows={2} />
      {(['good', 'bad'] as const).map((kind) => (
        <Pictures key={kind} kind={kind} list={value[kind] ?? []} onChange={(list) => onChange(withList(value, kind, list))} />
      ))}
      <Button small icon="trash" onPress={() => onChange(undefined)}>
        {t('standards.edit.remove')}
      </Button>
    </fieldset>
  )
}

/** Pictures may stand without words: empty ones are left out, since they could not be saved. */
function withText({ text: _before, ...rest }: Guide, text: Text): Guide {
  return text.zh === '' && text.en === '' ? rest : { ...rest, text }
}

/** An empty list is left out, so that taking the last picture away leaves the edition as it was before the first. */
function withList({ good, bad, ...rest }: Guide, kind: 'good' | 'bad', list: GuidePicture[]): Guide {
  const lists = { ...(good ? { good } : {}), ...(bad ? { bad } : {}), [kind]: list }
  return { ...rest, ...Object.fromEntries(Object.entries(lists).filter(([, pictures]) => pictures.length > 0)) }
}

interface PicturesProps {
  readonly kind: 'good' | 'bad'
  readonly list: readonly GuidePicture[]
  readonly onChange: (list: GuidePicture[]) => void
}

function Pictures({ kind, list, onChange }: PicturesProps) {
  const { t } = useWords()
  const [id, setId] = useState(() => v7() as EvidenceId)
  const add = useSend(evidence.add, {
    onDone: ({ id: evidenceId, sha256 }) => {
      setId(v7() as EvidenceId)
      onChange([...list.filter((picture) => picture.sha256 !== sha256), { sha256, evidenceId, title: { zh: '', en: '' } }])
    },
  })
  const take = async (file: File) => add.send({ query: { id, name: file.name }, body: new Uint8Array(await file.arrayBuffer()) })
  return (
    <div className="stack-s">
      <p className="field-label">{t(`standards.edit.guide.${kind}`)}</p>
      <ul className="stack-s">
        {list.map((picture, index) => (
          <li key={picture.sha256} className="std-guide">
            {picture.evidenceId && <img src={thumb(picture.evidenceId)} alt={picture.title.zh} />}
            <div className="grow">
              <TextPair
                label={t('standards.edit.pictureTitle')}
                value={picture.title}
                onChange={(title) => onChange(list.map((one, at) => (at === index ? { ...one, title } : one)))}
              />
              <Button small kind="quiet" icon="trash" onPress={() => onChange(list.filter((one) => one !== picture))}>
                {t('standards.edit.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {list.length < most && (
        <FileTrigger acceptedFileTypes={['image/jpeg', 'image/png', 'image/webp']} onSelect={(files) => files?.[0] && void take(files[0])}>
          <Button small icon="camera" isPending={add.isPending}>
            {t('standards.edit.addPicture')}
          </Button>
        </FileTrigger>
      )}
    </div>
  )
}
