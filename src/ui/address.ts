/** A page's state that belongs in the address: filters, sort, open row, open tab. A copied link shows the same page. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** The part of the address after `?`, as plain texts; values equal to their default are left out of the address. */
export function useAddress<Shape extends Record<string, string>>(
  defaults: Shape,
): [Shape, (change: Partial<Shape>, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Record<string, string>
  const navigate = useNavigate()
  const key = JSON.stringify(defaults)
  const state = useMemo(() => {
    const known = JSON.parse(key) as Shape
    return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, search[name] ?? value])) as Shape
  }, [search, key])
  const change = useCallback(
    (next: Partial<Shape>, push = false) => {
      const known = JSON.parse(key) as Shape
      const merge = (old: Record<string, string>) => {
        const merged: Record<string, string> = { ...old, ...(next as Record<string, string>) }
        for (const name in known) if (merged[name] === known[name]) delete merged[name]
        return merged
      }
      void navigate({ to: '.', search: merge as never, replace: !push, resetScroll: false })
    },
    [navigate, key],
  )
  return [state, change]
}

/** Search texts of an address without the router's JSON: `?type=market&q=公厕`. */
export const readSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

/** The other way round; empty values are kept out. */
export function writeSearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== null)
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
