import { startDesk } from './desk.ts'
import { houseAt } from './house.ts'
const desk = await startDesk()
const house = await houseAt(desk.address, '/usr/bin/chromium')
const pages: [string, string, string?][] = [
  ['imports', '/imports'], ['cases', '/cases'], ['duties', '/duties'], ['gaps', '/gaps'], ['reviews', '/reviews'], ['stats', '/reviews?tab=statistics'],
  ['titles', '/titles'], ['standards', '/standards'], ['visits', '/visits'], ['points', '/points'], ['carry', '/standards/carry'], ['compare', '/standards/compare'], ['bad', '/cases/not-an-id'], ['score', '/score'], ['home', '/'],
]
const wanted = process.argv.slice(2)
for (const width of [1440, 390]) {
  const visit = await house.visit({ language: 'zh-CN', width, role: 'office' })
  for (const [name, path] of pages.filter(([n]) => wanted.length === 0 || wanted.includes(n))) {
    await visit.open(path)
    await visit.page.screenshot({ path: `/tmp/lists_shots/${name}-${width}.png` })
    console.log(name, width, visit.faults.splice(0))
  }
  await visit.open('/')
  await visit.page.getByRole('combobox', { name: /搜索/ }).first().fill('市场')
  await visit.page.getByRole('option').first().waitFor()
  await visit.page.keyboard.press('ArrowDown')
  await visit.page.screenshot({ path: `/tmp/lists_shots/search-${width}.png` })
  console.log('search', visit.faults.splice(0))
  await visit.close()
}
for (const role of ['unit', 'reviewer', 'leader'] as const) {
  const visit = await house.visit({ language: 'zh-CN', width: 1440, role })
  await visit.open('/')
  await visit.page.screenshot({ path: `/tmp/lists_shots/home-${role}.png` })
  console.log(role, visit.faults.splice(0))
  await visit.close()
}
await house.close()
await desk.stop()
