/** What a person does with the shell: signs in, walks by keyboard, switches language and look, searches, signs out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, type View, type Visit } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function at(path: string, view: View, act: (visit: Visit) => Promise<void>): Promise<void> {
  const visit = await house.visit(view)
  try {
    await visit.open(path)
    await act(visit)
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
}

describe('sign-in', () => {
  it('leads a stranger to the door and back to where he wanted to go', () =>
    at('/points?text=x', {}, async ({ page }) => {
      expect(new URL(page.url()).pathname).toBe('/sign-in')
      await page.getByRole('button', { name: '创城办' }).click()
      await page.waitForURL('**/points?text=x')
    }))

  it('says in words what was wrong, at the field', () =>
    at('/sign-in', { language: 'en' }, async ({ page }) => {
      await page.getByLabel('Account').fill('nobody')
      await page.getByLabel('Password').fill('nothing')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Wrong account or password').waitFor()
      expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true')
    }))

  it('never leads to another host', () =>
    at('/sign-in?to=//example.org/', {}, async ({ page }) => {
      await page.getByRole('button', { name: '创城办' }).click()
      await page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/')
    }))

  it('ends at the door after signing out', () =>
    at('/', { role: 'leader' }, async ({ page }) => {
      await page.getByRole('button', { name: /当前登录/ }).click()
      await page.getByRole('menuitem', { name: '退出登录' }).click()
      await page.waitForURL('**/sign-in')
      await page.goto(`${house.address}/points`)
      await page.waitForURL('**/sign-in?to=*')
      expect(new URL(page.url()).searchParams.get('to')).toBe('/points')
    }))
})

it('covers the page when the session has ended, and gives it back with what was not sent', () =>
  at('/account', { role: 'checker' }, async ({ page }) => {
    const unsent = page.getByLabel('新密码', { exact: false }).first()
    await unsent.fill('tulip galaxy bicycle')
    await page.context().clearCookies({ name: 'mc_session' })
    await page.getByRole('button', { name: '启用验证器' }).click()
    const lock = page.getByRole('dialog', { name: '请重新登录' })
    await lock.waitFor()
    await lock.getByLabel('密码').fill('mingcheng')
    await lock.getByRole('button', { name: '登录', exact: true }).click()
    await lock.waitFor({ state: 'detached' })
    expect(await unsent.inputValue()).toBe('tulip galaxy bicycle')
  }))

it('finds things of every kind from the bar, by keyboard alone', () =>
  at('/', { role: 'office' }, async ({ page }) => {
    await page.keyboard.press('/')
    // As an input method does: the whole word at once.
    await page.keyboard.insertText('市场')
    await page.getByRole('group', { name: '点位' }).getByRole('option').first().waitFor()
    const box = page.getByRole('combobox', { name: /^搜索问题/ })
    await page.keyboard.press('ArrowDown')
    const chosen = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${chosen}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { level: 1, name: /^问题 \d{8}-\d{4}/ }).waitFor()
  }))

describe('language and look', () => {
  it('switches language in place: what was typed stays, the server follows', () =>
    at('/points', { role: 'office' }, async ({ page }) => {
      await page.getByRole('searchbox', { name: '搜索名称、编号、地址' }).fill('巷')
      await page.waitForURL('**/points?text=*')
      let loads = 0
      page.on('domcontentloaded', () => void loads++)
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByRole('heading', { level: 1, name: 'Points' }).waitFor()
      expect(await page.getByRole('searchbox', { name: 'Search name, code or address' }).inputValue()).toBe('巷')
      expect(loads).toBe(0)
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
      const refusal = await page.evaluate(async () => (await (await fetch('/api/nowhere')).json()) as { title: string })
      expect(refusal.title).toBe('Not found')
    }))

  it('keeps large text and theme over a reload', () =>
    at('/', { role: 'office' }, async ({ page }) => {
      await page.getByRole('button', { name: '大字版' }).click()
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('20px')
      await page.getByRole('button', { name: '外观' }).click()
      await page.getByRole('menuitem', { name: '深色' }).click()
      expect(await page.evaluate(() => localStorage.getItem('mc_look'))).toBe('dark large')
      expect(await page.evaluate(() => `${document.documentElement.dataset['theme']} ${document.documentElement.dataset['size']}`)).toBe(
        'dark large',
      )
    }))
})

describe('by keyboard', () => {
  it('jumps, searches and lists its keys', () =>
    at('/', { role: 'office' }, async ({ page }) => {
      await page.keyboard.press('g')
      await page.keyboard.press('p')
      await page.waitForURL('**/points')
      await page.keyboard.press('/')
      await page.keyboard.insertText('公厕')
      await page.getByRole('group', { name: '点位' }).getByRole('option').first().waitFor()
      await page.keyboard.press('Escape')
      await page.locator('h1').click()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(new URL(page.url()).pathname).toBe('/points')
    }))

  it('skips to the content first', () =>
    at('/', { role: 'office' }, async ({ page }) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文')
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('page')
    }))

  it('walks through the whole page and out, and always shows where it is', () =>
    at('/points', { role: 'office' }, async ({ page }) => {
      const seen = new Set<string>()
      for (let step = 0; step < 90; step++) {
        await page.keyboard.press('Tab')
        const now = await page.evaluate(() => {
          const element = document.activeElement
          if (!element || element === document.body) return null
          const style = getComputedStyle(element)
          const group = element.closest('[data-focus-within],.map-place')
          const isShown = style.outlineStyle !== 'none' || (group !== null && getComputedStyle(group).outlineStyle !== 'none')
          const label = element.getAttribute('aria-label') ?? element.textContent ?? ''
          return { name: `${element.tagName} ${label.slice(0, 40)} ${element.className.slice(0, 40)}`, isShown }
        })
        if (now === null) break
        seen.add(now.name)
        expect(now).toMatchObject({ isShown: true })
      }
      expect(seen.size).toBeGreaterThan(15)
      expect([...seen].some((name) => name.includes('投诉与建议'))).toBe(true)
    }))

  it('walks a table with the arrows and opens a row with Enter', () =>
    at('/points', { role: 'office' }, async ({ page }) => {
      await page.locator('tbody tr').first().focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      const third = await page.locator('tbody tr').nth(2).innerText()
      await page.keyboard.press('Enter')
      await page.waitForURL('**/points?point=*')
      await page.locator('.point h2').waitFor()
      expect(third).toContain(await page.locator('.point h2').innerText())
    }))
})

describe('on a phone', () => {
  it('opens the navigation as a drawer and closes it after going', () =>
    at('/', { role: 'office', width: 390 }, async ({ page }) => {
      await page.getByRole('button', { name: '打开导航' }).click()
      await page.getByRole('dialog').getByRole('link', { name: '点位' }).click()
      await page.waitForURL('**/points')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1, name: '点位' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/points')
    }))

  it('keeps every button of the bar where letters are twice as large', () =>
    at('/', { role: 'office', width: 390 }, async ({ page }) => {
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%', 'important'))
      const who = page.getByRole('button', { name: /当前登录/ })
      const box = (await who.boundingBox())!
      expect(box.x + box.width).toBeLessThanOrEqual(390)
      await who.click()
      await page.getByRole('menuitem', { name: '退出登录' }).waitFor()
    }))
})

it('shows a refusal of the server with its remedy and tries again, and shows the way home where that cannot help', () =>
  at('/', { role: 'office' }, async ({ page, faults }) => {
    const refuse = (status: number, code: string, title: string) =>
      page.route('**/api/points?**', (route) =>
        route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'x', title, status, code }) }),
      )
    const retry = page.getByRole('button', { name: '重试' })
    await refuse(403, 'api.notAllowed', '没有权限')
    await page.locator('nav a[href="/points"]').first().click()
    await page.getByText('没有权限').waitFor()
    expect(await retry.count()).toBe(0)
    await page.getByRole('main').getByRole('link', { name: '回到我的工作' }).click()
    await page.unroute('**/api/points?**')
    await refuse(503, 'api.busy', '请稍后再试')
    await page.locator('nav a[href="/points"]').first().click()
    await page.getByText('请稍后再试').waitFor()
    await page.unroute('**/api/points?**')
    await retry.click()
    await page.locator('tbody tr').first().waitFor()
    expect(faults.filter((fault) => fault.startsWith('answer 503'))).not.toEqual([])
    faults.length = 0
  }))

it('shows on an open page what somebody else has just done', async () => {
  const looking = await house.visit({ role: 'office' })
  const reporting = await house.visit({ role: 'inspector' })
  try {
    await looking.open('/cases?queue=reported')
    await reporting.open('/cases/new')
    const words = `路边有积水 ${Date.now()}`
    const point = await reporting.page.evaluate(async () => {
      const answer = (await (await fetch('/api/points?limit=1')).json()) as { items: { id: string }[] }
      return answer.items[0]!.id
    })
    const status = await reporting.page.evaluate(
      async ([text, pointId]) => {
        const id = `${Date.now()
          .toString(16)
          .padStart(12, '0')
          .replace(/(.{8})(.{4})/, '$1-$2')}-7000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`
        const body = JSON.stringify({ id, text, pointId })
        return (await fetch('/api/cases/from/desk', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status
      },
      [words, point] as const,
    )
    expect(status).toBe(200)
    await looking.page.getByText(words).first().waitFor({ timeout: 15_000 })
  } finally {
    await looking.close()
    await reporting.close()
  }
})
