import { expect, it } from 'vitest'
import { say } from '../../server/say.ts'
import { markdownOf } from './print.ts'
import { shipped } from './shipped.ts'

const both = {
  say: (key: string, values?: Record<string, string | number>) => `${say('zh-CN', key, values)} ${say('en', key, values)}`,
  name: ({ zh, en }: { zh: string; en: string }) => `${zh} ${en}`,
  comma: ', ',
}

it('docs/procedure.md is the table of steps', async () => {
  const head = [
    '# 案件办理流程 The procedure of a case',
    '',
    '由随系统发布的步骤表 `src/cases/library/procedure.json` 生成；测试保证两者一致。城市可在“办理流程”页改为自己的流程，不需改代码。',
    'Read off the shipped table of steps; a test keeps both the same. A city changes it as data on the page “Procedure”, without code.',
    '',
  ]
  await expect(markdownOf(shipped, both, head)).toMatchFileSnapshot('../../../docs/procedure.md')
})
