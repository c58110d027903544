import { expect, it } from 'vitest'
import { permissionsOf, roles } from '../city/who.ts'
import { say } from '../server/say.ts'
import { type Step, type StepName, stepNames, steps } from './case.ts'

const both = (key: string) => `${say('zh-CN', key)} ${say('en', key)}`

/** The procedure as people read it, from the table itself. */
function procedure(): string {
  const line = (name: StepName) => {
    const step: Step = steps[name]
    const who = roles.filter((role) => permissionsOf(role).has(step.may)).join(', ')
    const only = [
      step.ofUnit && '仅责任单位 only the unit of the case',
      step.another && '整改人以外的人 not the person who rectified',
    ].filter(Boolean)
    return `| ${[
      both(`cases.step.${name}`),
      step.from.map((state) => both(`cases.state.${state}`)).join('<br>'),
      step.to.map((state) => both(`cases.state.${state}`)).join('<br>'),
      [who, ...only].join('<br>'),
      Object.keys(step.needs.shape).join(', '),
    ].join(' | ')} |`
  }
  return [
    '# 案件办理流程 The procedure of a case',
    '',
    '由 `src/cases/case.ts` 的步骤表生成;测试保证两者一致。Read off the table of steps in `src/cases/case.ts`; a test keeps both the same.',
    '',
    '| 步骤 Step | 从 From | 到 To | 谁 Who | 须填 Needs |',
    '|---|---|---|---|---|',
    ...stepNames.map(line),
    '',
  ].join('\n')
}

it('docs/procedure.md is the table of steps', async () => {
  await expect(procedure()).toMatchFileSnapshot('../../docs/procedure.md')
})
