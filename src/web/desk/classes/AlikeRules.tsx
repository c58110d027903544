/** By what two cases may be one (查重规则): how near and how recent, for a class or the beginning of several. Read by all, changed by who edits the city. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AlikeRule } from '../../../likeness/alike.ts'
import { likenessApi } from '../../../likeness/likeness.api.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { RulesDialog } from './RulesDialog.tsx'

const likeness = calls('likeness', likenessApi)

type Line = AlikeRule & { readonly isOwn: boolean }

/** The dialog. */
export function AlikeRules({ onClose }: { onClose: () => void }) {
  const asked = useQuery(likeness.listRules.ask({}))
  return <Answer of={asked}>{({ items }) => <Rules items={items} onClose={onClose} />}</Answer>
}

const plain = ({ class: type, radiusM, days }: Line): AlikeRule => ({ class: type.trim(), radiusM, days })
const own = (lines: readonly Line[]) => lines.filter(({ isOwn }) => isOwn).map(plain)

/** What was changed becomes the city's own; what was taken away falls back to what came with the house. */
function Rules({ items, onClose }: { items: readonly Line[]; onClose: () => void }) {
  const { t } = useWords()
  const mayEdit = useMay('city.edit')
  const [lines, setLines] = useState<readonly Line[]>(items)
  const back = useSend(likeness.putRules, { done: t('likeness.rulesBack'), touches: ['cases'] })
  const put = useSend(likeness.putRules, {
    quiet: true,
    touches: ['cases'],
    done: t('likeness.rulesKept'),
    onDone: onClose,
    undo: () => back.send({ body: { items: own(items) } }),
  })
  const set = (index: number, change: Partial<AlikeRule>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...change, isOwn: true } : line)))
  const isTwice = new Set(lines.map((line) => line.class.trim())).size < lines.length
  return (
    <RulesDialog
      title={t('likeness.ruleList')}
      about={t('likeness.rulesAre')}
      onClose={onClose}
      editing={
        mayEdit
          ? {
              fault: isTwice ? t('likeness.ruleTwice') : undefined,
              error: put.error,
              isChanged: JSON.stringify(own(lines)) !== JSON.stringify(own(items)),
              isPending: put.isPending,
              onAdd: () => setLines([...lines, { class: '', radiusM: 50, days: 30, isOwn: true }]),
              onKeep: () => put.send({ body: { items: own(lines) } }),
            }
          : undefined
      }
    >
      {lines.map((line, index) => (
        <OneRule
          // oxlint-disable-next-line react/no-array-index-key -- a rule has no other name than its place while its class is being typed
          key={index}
          line={line}
          mayEdit={mayEdit}
          onChange={(change) => set(index, change)}
          onDrop={() => setLines(lines.filter((_, at) => at !== index))}
        />
      ))}
    </RulesDialog>
  )
}

interface OneRuleProps {
  readonly line: Line
  readonly mayEdit: boolean
  readonly onChange: (change: Partial<AlikeRule>) => void
  readonly onDrop: () => void
}

function OneRule({ line, mayEdit, onChange, onDrop }: OneRuleProps) {
  const { t } = useWords()
  const { className } = useKinds()
  const kind = { C: 'component', E: 'event' } as const
  const whole = kind[line.class as keyof typeof kind]
  const name = line.class === '' ? t('owners.everyClass') : whole ? `${line.class} ${t(`classes.kind.${whole}`)}` : className(line.class)
  return (
    <fieldset className="stack-s">
      <legend className="row">
        <span className="strong">{name}</span>
        <StatusTag tone={line.isOwn ? 'blue' : 'grey'}>{t(line.isOwn ? 'likeness.ownRule' : 'likeness.shippedRule')}</StatusTag>
        {mayEdit && line.isOwn && <IconButton small icon="trash" label={t('likeness.dropRule', { class: name })} onPress={onDrop} />}
      </legend>
      {mayEdit && line.isOwn && (
        <TextField
          label={t('likeness.ruleClass')}
          value={line.class}
          onChange={(type) => onChange({ class: type })}
          maxLength={32}
          help={t('owners.classHelp')}
        />
      )}
      <div className="row">
        <NumberField
          label={t('likeness.radius')}
          unit={t('likeness.metres')}
          value={line.radiusM}
          onChange={(radiusM) => onChange({ radiusM: radiusM ?? 50 })}
          min={1}
          max={1000}
          isDisabled={!mayEdit}
        />
        <NumberField
          label={t('likeness.days')}
          unit={t('likeness.dayUnit')}
          value={line.days}
          onChange={(days) => onChange({ days: days ?? 30 })}
          min={1}
          max={3650}
          isDisabled={!mayEdit}
        />
      </div>
    </fieldset>
  )
}
