/** The routes, read off the list of pages. Pages stand inside the shell; the ways in stand alone. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { readSearch, writeSearch } from '../../ui/address.ts'
import { ErrorState } from '../../ui/States.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { pages } from './pages.ts'
import { Frame } from './shell/Frame.tsx'
import { Shell } from './shell/Shell.tsx'

/** The desk's router. */
export function makeDeskRouter() {
  const root = createRootRoute({
    component: () => (
      <Frame>
        <Outlet />
      </Frame>
    ),
  })
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
  })
  const enter = createRoute({
    getParentRoute: () => root,
    path: '/enter',
    component: lazyRouteComponent(() => import('./door/EnterPage.tsx'), 'EnterPage'),
  })
  const found = createRoute({
    getParentRoute: () => root,
    path: '/found',
    component: lazyRouteComponent(() => import('./door/FoundPage.tsx'), 'FoundPage'),
  })
  const sso = createRoute({
    getParentRoute: () => root,
    path: '/sign-in/sso',
    component: lazyRouteComponent(() => import('./door/SsoPage.tsx'), 'SsoPage'),
  })
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
  const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage })
  const inside = pages.map((page) =>
    createRoute({
      getParentRoute: () => shell,
      path: page.path,
      component: lazyRouteComponent(async () => ({ default: await page.load() })),
    }),
  )
  return createRouter({
    routeTree: root.addChildren([signIn, enter, found, sso, shell.addChildren([...inside, nowhere])]),
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    scrollRestoration: true,
  })
}
