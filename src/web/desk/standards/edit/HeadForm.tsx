/** The frame of a draft: names, whom it assesses, points of the whole and of each method, years of the cycle. */
import { type Edition } from '../../../../standards/edition.ts'
import { SubjectKind } from '../../../../standards/terms.ts'
import { methods } from '../../../../standards/terms.ts'
import { methodSums } from '../../../../standards/edition-check.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../../ui/Fields.tsx'
import { Menu } from '../../../../ui/Menu.tsx'
import { Card, Note } from '../../../../ui/Page.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { PointsField, TextPair } from './fields.tsx'
import { MultiPick } from './MultiPick.tsx'
import type { Change } from './useDraft.ts'

/** The form of the edition itself. */
export function HeadForm({ edition, change }: { edition: Edition; change: Change }) {
  const { t } = useWords()
  const set = (what: string, value: Partial<Edition>) => change(`head ${what}`, (now) => ({ ...now, ...value }))
  const years = edition.weights.cycle?.years ?? []
  return (
    <div className="grid-2">
      <Card title={t('standards.head')}>
        <div className="stack">
          <TextPair label={t('standards.edit.title')} value={edition.title} onChange={(title) => set('title', { title })} />
          <TextPair label={t('standards.programme')} value={edition.programme} onChange={(programme) => set('programme', { programme })} />
          <MultiPick
            label={t('standards.subjects')}
            value={edition.subjects}
            onChange={(subjects) => set('subjects', { subjects: subjects as Edition['subjects'] })}
            options={SubjectKind.options.map((kind) => ({ value: kind, label: t(`standards.subject.${kind}`) }))}
          />
          <Checkbox isSelected={edition.official} onChange={(official) => set('official', { official })}>
            {t('standards.edit.isOfficial')}
          </Checkbox>
          {edition.official && <Note tone="amber">{t('standards.edit.officialHelp')}</Note>}
        </div>
      </Card>
      <Card title={t('standards.weights')}>
        <div className="stack">
          <PointsField label={t('standards.total')} value={edition.total} onChange={(total) => set('total', { total })} />
          <MethodTotals edition={edition} set={set} />
          <TextField
            label={t('standards.edit.years')}
            help={t('standards.edit.yearsHelp')}
            value={years.join(' + ')}
            onChange={(text) => {
              const next = (text.match(/\d+/g) ?? []).map(Number)
              const { cycle, ...rest } = edition.weights
              set('years', { weights: next.length === 0 ? rest : { ...rest, cycle: { provenance: 'own', ...cycle, years: next } } })
            }}
          />
        </div>
      </Card>
    </div>
  )
}

function MethodTotals({ edition, set }: { edition: Edition; set: (what: string, value: Partial<Edition>) => void }) {
  const { t, points } = useWords()
  const sums = methodSums(edition)
  const totals = edition.methodTotals
  const left = methods.filter((method) => totals.every((total) => total.method !== method))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('standards.edit.methodTotals')}</legend>
      {totals.map((total, index) => (
        <div key={total.method} className="std-step-row">
          <PointsField
            label={t('standards.edit.methodPoints', {
              method: t(`standards.method.${total.method}`),
              sum: points(sums.get(total.method) ?? 0),
            })}
            value={total.points}
            onChange={(of) => set(`method ${total.method}`, { methodTotals: totals.with(index, { ...total, points: of }) })}
          />
          <IconButton
            icon="trash"
            label={t('standards.edit.removeMethod', { method: t(`standards.method.${total.method}`) })}
            onPress={() => set('', { methodTotals: totals.toSpliced(index, 1) })}
          />
        </div>
      ))}
      {left.length > 0 && (
        <Menu
          label={t('standards.edit.addMethod')}
          items={left.map((method) => ({
            id: method,
            label: t(`standards.method.${method}`),
            onPress: () =>
              set('', {
                methodTotals: [
                  ...totals,
                  { method, points: (sums.get(method) ?? 0) as (typeof totals)[number]['points'], provenance: 'own' },
                ],
              }),
          }))}
        >
          <Button small icon="add">
            {t('standards.edit.addMethod')}
          </Button>
        </Menu>
      )}
    </fieldset>
  )
}
