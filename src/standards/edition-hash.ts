/** The content hash of an edition: SHA-256 over its canonical JSON (RFC 8785), the same on every machine and in the browser. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import type { Edition } from './edition.ts'

/** The edition as canonical JSON: keys sorted, no spaces, numbers in one form. */
export const canonicalText = (edition: Edition): string => canonicalize(edition)!

/** SHA-256 of the canonical JSON, in lower-case hex. */
export const hashOfEdition = (edition: Edition): string => bytesToHex(sha256(utf8ToBytes(canonicalText(edition))))
