@rem npm run scripts say "exec node", so that a signal sent to npm reaches our process and not a shell between them.
@rem Windows has no such word and no such signals: here it only runs what follows.
@%*
