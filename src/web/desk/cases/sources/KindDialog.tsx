/** One kind of what the public reports: its names, its class, whether somebody looks first, and the questions it asks. */
import { useState } from 'react'
import type { Attribute, PublicKind } from '../../../../participation/kinds.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../../ui/Fields.tsx'
import { Dialog } from '../../../../ui/Overlays.tsx'
import { Note } from '../../../../ui/Page.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { ClassField } from '../../classes/ClassField.tsx'
import { Questions } from './Questions.tsx'

const codeShape = /^[A-Za-z0-9_-]{1,32}$/
const nothing = { zh: '', en: '' }
const blank: PublicKind = {
  code: '',
  title: nothing,
  about: nothing,
  family: nothing,
  keywords: '',
  class: null,
  checked: false,
  attributes: [],
}

const isWhole = ({ code, title, datatype, values }: Attribute) =>
  codeShape.test(code) && title.zh.trim() !== '' && (!datatype.endsWith('list') || values.length > 0)

interface KindDialogProps {
  readonly kind: PublicKind | undefined
  /** Codes of the other kinds. */
  readonly taken: readonly string[]
  readonly isPending: boolean
  readonly error: Error | null
  readonly onSave: (kind: PublicKind) => void
  readonly onClose: () => void
  readonly onDrop?: () => void
}

/** The dialog. */
export function KindDialog({ kind, taken, isPending, error, onSave, onClose, onDrop }: KindDialogProps) {
  const { t } = useWords()
  const [it, setIt] = useState<PublicKind>(kind ?? blank)
  const set = (change: Partial<PublicKind>) => setIt((old) => ({ ...old, ...change }))
  const wrong = taken.includes(it.code) ? 'sources.codeTaken' : codeShape.test(it.code) ? undefined : 'sources.codeShape'
  const isReady = wrong === undefined && it.title.zh.trim() !== '' && it.attributes.every(isWhole)
  return (
    <Dialog
      place="side"
      title={t(kind ? 'sources.editKind' : 'sources.addKind')}
      isOpen
      onClose={onClose}
      actions={
        <>
          {onDrop && (
            <Button isPending={isPending} onPress={onDrop}>
              {t('sources.dropKind')}
            </Button>
          )}
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={isPending} onPress={() => onSave(it)}>
            {t('cases.saveView')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label={t('sources.code')}
          value={it.code}
          onChange={(code) => set({ code })}
          maxLength={32}
          isRequired
          isDisabled={kind !== undefined}
          error={it.code === '' || wrong === undefined ? undefined : t(wrong)}
          help={t('sources.codeHelp')}
        />
        <Names it={it} set={set} />
        <ClassField value={it.class} onChange={(type) => set({ class: type })} help={t('sources.classHelp')} />
        <Checkbox isSelected={it.checked} onChange={(checked) => set({ checked })}>
          {t('sources.checkedHelp')}
        </Checkbox>
        <Questions list={it.attributes} onChange={(attributes) => set({ attributes })} />
        {error && <Note tone="red">{error.message}</Note>}
      </div>
    </Dialog>
  )
}

const named = ['title', 'about', 'family'] as const

/** Its names in both languages. */
function Names({ it, set }: { it: PublicKind; set: (change: Partial<PublicKind>) => void }) {
  const { t } = useWords()
  return (
    <>
      {named.map((field) => (
        <div className="grid" key={field}>
          {(['zh', 'en'] as const).map((language) => (
            <TextField
              key={language}
              label={t(`sources.${field}.${language}`)}
              value={it[field][language]}
              onChange={(text) => set({ [field]: { ...it[field], [language]: text } })}
              maxLength={field === 'about' ? 500 : 60}
              isRequired={field === 'title' && language === 'zh'}
              {...(field === 'about' ? { rows: 2 } : {})}
            />
          ))}
        </div>
      ))}
      <TextField
        label={t('sources.keywords')}
        value={it.keywords}
        onChange={(keywords) => set({ keywords })}
        maxLength={300}
        help={t('sources.keywordsHelp')}
      />
    </>
  )
}
