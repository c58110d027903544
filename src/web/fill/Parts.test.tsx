import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { FormNode } from './node.ts'
import { Parts } from './Parts.tsx'

it('shows HTML in labels, hints, choices and messages as the text that it is', () => {
  const words = { asString: '<img src=x onerror=alert(1)> **重**' }
  const state = { reference: '/data/q', readonly: false, relevant: true, required: true, label: words, hint: words }
  const leaf = {
    valueType: 'string',
    currentState: { ...state, value: [], instanceValue: '', children: null, valueOptions: [{ value: 'a', label: words }] },
    validationState: { violation: { condition: 'constraint', message: words } },
    nodeOptions: null,
  }
  const leaves = ['input', 'note', 'trigger'].map((nodeType) => ({ ...leaf, nodeType, nodeId: nodeType }))
  const selects = ['select', 'select1'].map((selectType) => ({ ...leaf, nodeType: 'select', nodeId: selectType, selectType }))
  const group = (nodeType: string, children: unknown[]) => ({ nodeType, nodeId: nodeType, currentState: { ...state, children } })
  const turns = group('repeat-range:controlled', [group('repeat-instance', leaves)])
  const nodes = [group('group', [...leaves, ...selects]), turns] as unknown as FormNode[]
  const page = renderToStaticMarkup(<Parts nodes={nodes} isStrict level={2} />)
  expect(page).not.toContain('<img')
  expect(page).not.toContain('**')
  // Group, repeat, and each question with what is said around it.
  expect(page.split('&lt;img src=x onerror=alert(1)&gt; 重').length).toBeGreaterThan(20)
})
