/**
 * The browser's side of a contract: plain calls, queries and sending. Reads are revalidated by ETag (the browser's own cache does
 * it: every answer comes with `no-cache` and a tag); writes carry an idempotency key, so sending again after a broken line is safe.
 */
import { keepPreviousData, type QueryKey, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { v7 } from 'uuid'
import { client, type Fetch, type Options, urlOf } from '../api/client.ts'
import type { AnswerOf, Contract, InputOf, Route } from '../api/contract.ts'
import { Problem } from '../base/problem.ts'
import { attendance, tellOver } from './attendance.ts'
import { withProof } from './proof.ts'
import { showProblem, showToast } from '../ui/Toast.tsx'
import { say, spoken } from '../ui/words.tsx'

/** One call of a contract, as pages use it. */
export interface Call<R extends Route> {
  (input: InputOf<R>, options?: Options): Promise<AnswerOf<R>>
  /** The room, first part of every query's key. */
  readonly room: string
  /** The call as data: which orders a list has. */
  readonly route: R
  /** For `useQuery(call.ask({ query: … }))`. */
  ask(input: InputOf<R>): { queryKey: QueryKey; queryFn: () => Promise<AnswerOf<R>> }
  /** The address, for photos and downloads. */
  href(input: InputOf<R>): string
}
export type Calls<C extends Contract> = { readonly [Name in keyof C]: Call<C[Name]> }

/** What came back is no answer of ours, or none came: said in words, for a form shows just these. */
export function unreachable(): Problem {
  const problem = new Problem('api.unreachable', 0)
  problem.message = say('problem.api.unreachable')
  return problem
}

const browserFetch: Fetch = async (url, init) => {
  try {
    return await fetch(url, init as RequestInit)
  } catch {
    throw unreachable()
  }
}

/** The calls of a room's contract: `const cities = calls('city', cityApi)`, once at the top of a page. */
export function calls<const C extends Contract>(room: string, routes: C): Calls<C> {
  const plain = client(routes, browserFetch, () => ({ 'accept-language': spoken(), ...attendance() })) as Record<
    string,
    (input: never, options?: Options) => Promise<unknown>
  >
  const table = Object.entries(routes).map(([name, route]) => {
    const call = (input: never, options?: Options) =>
      plain[name]!(input, options).catch((error: unknown) => {
        // The room of sign-in answers for itself; any other call that finds nobody there tells the shell.
        if (room !== 'session' && error instanceof Problem && error.code === 'api.signIn') tellOver()
        throw error instanceof Problem && error.code === 'api.unreachable' ? unreachable() : error
      })
    return [
      name,
      Object.assign(call, {
        room,
        route,
        ask: (input: never) => ({ queryKey: [room, name, input], queryFn: () => call(input) }),
        href: (input: never) => urlOf(route, input),
      }),
    ] as const
  })
  return Object.fromEntries(table) as unknown as Calls<C>
}

interface Paged<Item> {
  readonly items: readonly Item[]
  readonly next?: string | undefined
  readonly total?: number | undefined
}

/** A list that pages by cursor, for `DataTable`: rows so far, the total, and how to get more. Keeps the old rows while a filter changes. */
export function usePages<Item>(
  call: { ask: (input: never) => { queryKey: QueryKey; queryFn: () => Promise<Paged<Item>> } },
  query: object,
  rest: object = {},
) {
  const first = call.ask({ ...rest, query } as never)
  const asked = useInfiniteQuery({
    queryKey: [...first.queryKey, 'pages'],
    queryFn: ({ pageParam }) => call.ask({ ...rest, query: pageParam === '' ? query : { ...query, cursor: pageParam } } as never).queryFn(),
    initialPageParam: '',
    getNextPageParam: (page: Paged<Item>) => page.next,
    placeholderData: keepPreviousData,
  })
  const data = useMemo(() => asked.data?.pages.flatMap((page) => page.items), [asked.data])
  return {
    data,
    rows: data ?? [],
    total: asked.data?.pages[0]?.total,
    error: asked.error,
    isPending: asked.isPending,
    refetch: asked.refetch,
    hasMore: asked.hasNextPage,
    isLoadingMore: asked.isFetchingNextPage,
    onMore: asked.fetchNextPage,
  }
}

/** What happens around a write. */
export interface SendOptions<Answer> {
  /** Shown when it went well. */
  readonly done?: string
  /** Rooms whose queries are asked again; the call's own room always is. */
  readonly touches?: readonly string[]
  readonly onDone?: (answer: Answer) => void
  /** Undoes it, offered in the message. */
  readonly undo?: (answer: Answer) => void
  /** The page shows the refusal itself (a form); otherwise it is shown as a message. */
  readonly quiet?: boolean
}

/** Sends a write: once per press even when the line breaks, refusals shown, queries refreshed. */
export function useSend<R extends Route>(call: Call<R>, options: SendOptions<AnswerOf<R>> = {}) {
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: ({ input, key }: { input: InputOf<R>; key: string }) => withProof(() => call(input, { idempotencyKey: key })),
    retry: (failures, error) => failures < 2 && error instanceof Problem && error.code === 'api.unreachable',
    onSuccess: (answer) => {
      for (const room of [call.room, ...(options.touches ?? [])]) void queries.invalidateQueries({ queryKey: [room] })
      const { done, undo } = options
      if (done !== undefined) showToast({ tone: 'good', text: done, ...(undo ? { undo: () => undo(answer) } : {}) })
      options.onDone?.(answer)
    },
    onError: (error) => {
      if (options.quiet !== true) showProblem(error)
    },
  })
  return {
    /** Sends; the answer comes to `onDone`. */
    send: (input: InputOf<R>) => mutation.mutate({ input, key: v7() }),
    /** Sends and waits; throws the refusal. */
    sendNow: (input: InputOf<R>) => mutation.mutateAsync({ input, key: v7() }),
    isPending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  }
}
