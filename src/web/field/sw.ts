/**
 * The service worker of the field: the app itself is on the device and starts without a network. Calls and photos are not its business:
 * they stand in the outbox, where the inspector sees them.
 */
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: { readonly __WB_MANIFEST: { url: string; revision: string | null }[] }

precacheAndRoute(self.__WB_MANIFEST)
// Filling in a form is a document with a policy of its own, kept with it.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/field/fill/'), { allowlist: [/^\/field\/fill\//] }))
registerRoute(new NavigationRoute(createHandlerBoundToURL('/field.html'), { allowlist: [/^\/field(\/|\?|$)/] }))
