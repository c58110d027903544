/** The frame of an edition: what methods and years weigh, gates and negative list, where it comes from, its hash. */
import type { ReactNode } from 'react'
import type { Edition } from '../../../standards/edition.ts'
import type { EditionHead } from '../../../standards/editions.api.ts'
import { Card, Facts } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProvenanceTag } from './marks.tsx'

/** The tab. */
export function About({ edition, head }: { edition: Edition; head: EditionHead }) {
  const { t, read, moment } = useWords()
  return (
    <div className="grid-2">
      <Card title={t('standards.head')}>
        <Facts
          items={[
            [t('standards.programme'), read(edition.programme)],
            [t('standards.standardCode'), <code key="standard">{edition.standard}</code>],
            [t('standards.editionCode'), <code key="edition">{edition.edition}</code>],
            [t('standards.subjects'), edition.subjects.map((kind) => t(`standards.subject.${kind}`)).join(t('standards.listComma'))],
            [t('standards.changedAt'), moment(head.changedAt)],
            [t('standards.publishedAt'), moment(head.publishedAt)],
            [
              t('standards.hash'),
              head.hash === null ? (
                t('standards.noHash')
              ) : (
                <code key="hash" className="std-hash">
                  {head.hash}
                </code>
              ),
            ],
          ]}
        />
      </Card>
      <Card title={t('standards.weights')}>
        <Weights edition={edition} />
      </Card>
      <Entries
        title={t('standards.gates')}
        items={edition.gates.map((gate) => ({ ...gate, note: t(`standards.gateEffect.${gate.effect}`) }))}
      />
      <Entries
        title={t('standards.vetoes')}
        items={edition.vetoes.map((veto) => ({ ...veto, note: <VetoEffects key={veto.id} veto={veto} /> }))}
      />
      {edition.notes.length > 0 && (
        <Card title={t('standards.notes')}>
          <ul className="std-list">
            {edition.notes.map((note) => (
              <li key={note.zh}>{read(note)}</li>
            ))}
          </ul>
        </Card>
      )}
      {edition.sources.length > 0 && (
        <Card title={t('standards.sources')}>
          <ul className="std-list">
            {edition.sources.map(({ id, title }) => (
              <li key={id}>
                <code>{id}</code> {title}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}

function Weights({ edition }: { edition: Edition }) {
  const { t, points, tAny } = useWords()
  const { cycle, scopes, frameworks } = edition.weights
  return (
    <ul className="std-list">
      {edition.methodTotals.map(({ method, points: of, provenance, source }) => (
        <li key={method} className="row-wide">
          <span>
            {t(`standards.method.${method}`)} <ProvenanceTag of={provenance} source={source} />
          </span>
          <span className="number">{points(of)}</span>
        </li>
      ))}
      {cycle && (
        <li>
          {t('standards.cycleYears', { years: cycle.years.map((year) => `${year}%`).join(' + ') })}{' '}
          <ProvenanceTag of={cycle.provenance} source={cycle.source} />
        </li>
      )}
      {scopes.map((scope) => (
        <li key={scope.scope}>
          {tAny(`standards.scope.${scope.scope}`)}
          {t('standards.colon')}
          {Object.entries(scope.weights)
            .map(([method, weight]) => `${tAny(`standards.method.${method}`)} ${weight}`)
            .join(' + ')}{' '}
          <ProvenanceTag of={scope.provenance} source={scope.source} />
        </li>
      ))}
      {frameworks.map((framework) => (
        <li key={framework.standard}>
          {t('standards.framework', { standard: framework.standard, percent: framework.percent })}{' '}
          <ProvenanceTag of={framework.provenance} source={framework.source} />
        </li>
      ))}
    </ul>
  )
}

interface Entry {
  readonly id: string
  readonly title: Edition['title']
  readonly provenance: Edition['checks'][number]['provenance']
  readonly source?: string | undefined
  readonly note: ReactNode
}

function Entries({ title, items }: { title: string; items: readonly Entry[] }) {
  const { read } = useWords()
  if (items.length === 0) return null
  return (
    <Card title={title}>
      <ul className="std-list">
        {items.map((item) => (
          <li key={item.id}>
            <div className="row">
              <span>{read(item.title)}</span>
              <ProvenanceTag of={item.provenance} source={item.source} />
            </div>
            <div className="quiet small">{item.note}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function VetoEffects({ veto }: { veto: Edition['vetoes'][number] }) {
  const { t, points } = useWords()
  return (
    <>
      {veto.effects
        .map(({ when, action, points: of, months }) =>
          [
            t(`standards.vetoWhen.${when}`),
            t(`standards.vetoAction.${action}`),
            of !== undefined && t('standards.points', { points: points(of) }),
            months !== undefined && t('standards.months', { months }),
          ]
            .filter(Boolean)
            .join(' '),
        )
        .join(t('standards.listSemicolon'))}
    </>
  )
}
