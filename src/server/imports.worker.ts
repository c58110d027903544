/** The thread in which files are read and understood: the reader of the imports room, with the words of the house. */
import { parentPort } from 'node:worker_threads'
import { makeReader } from '../imports/reading.serve.ts'
import { serveReader } from '../imports/thread.serve.ts'
import { say } from './say.ts'

if (!parentPort) throw new Error('runs as a thread only')
serveReader(parentPort, makeReader(say))
