/** What the bundler turns into something else: styles into nothing, files into their address. */
declare module '*.css'
declare module '*?url' {
  const address: string
  export default address
}
declare module '*?worker&url' {
  const address: string
  export default address
}
