/** What an office keeps of its points elsewhere: sizes (people, metres, stalls) and groups, pasted from a sheet by code. */
import { useState } from 'react'
import type { Plan } from '../../../samples/draw.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { samples } from './calls.ts'

/** Sizes and groups as a plan takes them in. */
export type Given = Pick<Plan, 'sizes' | 'groups'>

/** A line of a sheet: code, size, group, set apart by tabs, commas or spaces. What is no number in the second place is the group. */
function rowOf(line: string): { code: string; size?: number; group?: string } {
  const [code = '', second = '', ...rest] = line.trim().split(/\s*[\t,，;；]\s*|\s+/)
  const size = Number(second)
  const isSize = second !== '' && Number.isFinite(size) && size > 0
  const group = (isSize ? rest : [second, ...rest]).join(' ').trim()
  return { code, ...(isSize ? { size } : {}), ...(group === '' ? {} : { group }) }
}

/** The field; what was read is said below it. */
export function FrameRows({ given, onChange }: { given: Given; onChange: (given: Given) => void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const read = useSend(samples.readFrame, {
    quiet: true,
    onDone: ({ rows }) => {
      const groups = rows.flatMap(({ point, group }) => (group === undefined ? [] : [{ point, group }]))
      const sizes = rows.flatMap(({ point, size }) => (size === undefined ? [] : [{ point, size }]))
      onChange({ sizes, ...(groups.length > 0 ? { groups } : {}) })
    },
  })
  const rows = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [rowOf(line)]))
  return (
    <div className="stack-s">
      <TextField label={t('samples.frameRows')} help={t('samples.frameRowsHelp')} value={text} onChange={setText} rows={4} />
      <div>
        <Button isDisabled={rows.length === 0} isPending={read.isPending} onPress={() => read.send({ body: { rows } })}>
          {t('samples.readRows')}
        </Button>
      </div>
      {(given.sizes.length > 0 || given.groups) && (
        <Note tone="blue">{t('samples.rowsRead', { sizes: given.sizes.length, groups: given.groups?.length ?? 0 })}</Note>
      )}
      {read.error && <ErrorState error={read.error} />}
    </div>
  )
}
