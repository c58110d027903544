/** What the documents point at is there: a reader who follows a link or looks for a file must find it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './house.ts'

const papersIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))

const papers = ['.', 'docs', 'docs/security', 'demo', 'demo/data', 'src/ui'].flatMap(papersIn)

/** Links `](path)` and files named in backquotes from the root: `src/cases/case.ts`. */
function lost(paper: string): string[] {
  const text = readFileSync(join(root, paper), 'utf8')
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link))
  const named = [...text.matchAll(/`((?:src|test|docs|bin|bench|demo|db)\/[\w./-]+)`/g)].map(([, path]) => path!)
  return [
    ...links.filter((link) => !existsSync(join(root, dirname(paper), link))),
    ...named.filter((path) => !existsSync(join(root, path))),
  ]
}

it('every link of a document leads somewhere, and every file that it names exists', () => {
  expect(papers.length).toBeGreaterThan(8)
  expect(papers.flatMap((paper) => lost(paper).map((link) => `${paper}: ${link}`))).toEqual([])
})
