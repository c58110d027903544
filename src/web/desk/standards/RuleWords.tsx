/** A scoring rule in words, with its numbers put in: what a person checks against the paper text. */
import type { Rule } from '../../../standards/rules/index.ts'
import { useWords } from '../../../ui/words.tsx'

/** The sentence of a rule, and its steps or exceptions one by one. */
export function RuleWords({ rule }: { rule: Rule }) {
  const { t, tAny } = useWords()
  const values = Object.fromEntries(
    Object.entries(rule).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'name'),
  )
  return (
    <div className="stack-s">
      <p>
        <span className="strong">{t(`standards.rule.${rule.name}`)}</span>
        {t('standards.colon')}
        {tAny(`standards.ruleSays.${rule.name}`, { threshold: '100', ...values })}
      </p>
      {rule.name === 'numericThresholds' && (
        <ol className="std-steps">
          {rule.steps.map((step) => (
            <li key={`${step.op} ${step.value}`}>
              {t('standards.ruleStep', { op: opWord[step.op], value: step.value, percent: step.percent })}
            </li>
          ))}
        </ol>
      )}
      {rule.name === 'deductPerMiss' && rule.byPointType !== undefined && (
        <ul className="std-steps">
          {Object.entries(rule.byPointType).map(([type, percent]) => (
            <li key={type}>{t('standards.ruleByType', { type, percent })}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Comparison signs as they are printed. */
export const opWord = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' } as const
