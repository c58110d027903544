/** One way a criterion is measured: points, rule in words, what is looked at where, what is asked, what must be shown. */
import type { ReactNode } from 'react'
import { type Edition, factOf, type Way } from '../../../standards/edition.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { MethodTag, ProvenanceTag } from './marks.tsx'
import { opWord, RuleWords } from './RuleWords.tsx'

/** What an observation of a fact also serves in other editions, as far as the page knows. */
export type Serves = ReadonlyMap<string, readonly string[]>

/** A card of one way. */
export function WayDetail({ edition, way, serves }: { edition: Edition; way: Way; serves: Serves }) {
  const { t, read, points } = useWords()
  const statistic = edition.statistics.find(({ id }) => id === way.statistic)
  const scale = edition.scales.find(({ id }) => id === way.scale)
  return (
    <section className="std-way">
      <div className="row-wide">
        <div className="row">
          <MethodTag method={way.method} />
          <ProvenanceTag of={way.provenance} source={way.source} />
        </div>
        <strong className="number">
          {way.points === 0 ? t('standards.unscored') : t('standards.points', { points: points(way.points) })}
        </strong>
      </div>
      <RuleWords rule={way.rule} />
      {way.note && <p className="quiet">{read(way.note)}</p>}
      <Checks edition={edition} way={way} serves={serves} />
      <Places edition={edition} way={way} />
      <Questions edition={edition} way={way} />
      {statistic && (
        <Part title={t('standards.statistic')}>
          <p>
            {read(statistic.title)} · {read(statistic.unit)} <ProvenanceTag of={statistic.provenance} source={statistic.source} />
          </p>
          {statistic.formula && <p className="quiet small">{read(statistic.formula)}</p>}
        </Part>
      )}
      {scale && (
        <Part title={t('standards.scale')}>
          <ul className="row">
            {scale.grades.map((grade) => (
              <li key={grade.code}>
                <StatusTag>
                  {grade.code} {read(grade.title)} {grade.factor === null ? t('standards.notCounted') : `×${grade.factor / 1000}`}
                </StatusTag>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Evidence way={way} />
    </section>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="stack-s">
      <h3 className="std-part">{title}</h3>
      {children}
    </div>
  )
}

function Checks({ edition, way, serves }: { edition: Edition; way: Way; serves: Serves }) {
  const { t, read } = useWords()
  const checks = edition.checks.filter(({ id }) => way.checks.includes(id))
  if (checks.length === 0) return null
  return (
    <Part title={t('standards.checksCount', { count: checks.length })}>
      <ul className="std-list">
        {checks.map((check) => {
          const others = serves.get(factOf(check)) ?? []
          return (
            <li key={check.id}>
              <div className="row">
                <code>{check.id}</code>
                <span>{read(check.title)}</span>
                <ProvenanceTag of={check.provenance} source={check.source} />
              </div>
              <p className="quiet small">
                {[
                  t(`standards.checkKind.${check.kind}`),
                  check.threshold &&
                    `${opWord[check.threshold.op]} ${check.threshold.value} ${read(check.threshold.unit)} ${read(check.threshold.per)}`,
                  t(`standards.severity.${check.severity as 1 | 2 | 3}`),
                  check.photo === 'required' && t('standards.photo.required'),
                  check.exemption && t('standards.exempt', { what: read(check.exemption) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {others.length > 0 && (
                <p className="small std-serves">{t('standards.alsoServes', { what: others.join(t('standards.listComma')) })}</p>
              )}
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

function Places({ edition, way }: { edition: Edition; way: Way }) {
  const { t, read } = useWords()
  const types = edition.pointTypes.filter(({ id }) => way.pointTypes.includes(id))
  if (types.length === 0) return null
  return (
    <Part title={t('standards.placesCount', { count: types.length })}>
      <ul className="row">
        {types.map((type) => (
          <li key={type.id}>
            <StatusTag tone="blue" icon="point">
              {read(type.title)}
              {type.protocol && <span className="small"> · {read(type.protocol)}</span>}
            </StatusTag>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Questions({ edition, way }: { edition: Edition; way: Way }) {
  const { t, read } = useWords()
  const questions = edition.questions.filter(({ id }) => way.questions.includes(id))
  if (questions.length === 0) return null
  return (
    <Part title={t('standards.questionsCount', { count: questions.length })}>
      <ul className="std-list">
        {questions.map((question) => (
          <li key={question.id}>
            <div className="row">
              <code>{question.id}</code>
              <span>{read(question.title)}</span>
              <ProvenanceTag of={question.provenance} source={question.source} />
            </div>
            <p className="quiet small">
              {t(`standards.dimension.${question.dimension}`)}
              {question.target !== undefined && ` · ${t('standards.target', { percent: question.target })}`}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Evidence({ way }: { way: Way }) {
  const { t, read, number } = useWords()
  if (way.evidence.length === 0) return null
  return (
    <Part title={t('standards.evidence')}>
      <ul className="std-list">
        {way.evidence.map((need) => (
          <li key={`${need.kind} ${need.title.zh}`}>
            <div className="row">
              <span>{read(need.title)}</span>
              <ProvenanceTag of={need.provenance} />
            </div>
            <p className="quiet small">
              {t(`standards.evidenceKind.${need.kind}`)} · {t('standards.evidenceCount', { min: need.min, max: need.max })}
              {need.maxChars !== undefined && ` · ${t('standards.maxChars', { count: number(need.maxChars) })}`}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  )
}
