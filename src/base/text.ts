/**
 * Words that exist in Chinese and English. Texts of standards, names of areas and units carry both themselves;
 * words of the interface are keys of `locales/` and are looked up at the edge, never written in code.
 */
import { z } from 'zod'

/** A text in both languages. English may be empty where a city gave none; readers then see the Chinese. */
export const Text = z.object({ zh: z.string().min(1), en: z.string().default('') })
export type Text = z.infer<typeof Text>

/** The languages of the house, first one first. Adding one: this line and `locales/<bcp47>.json`. */
export const languages = ['zh-CN', 'en'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

export { languageFor, mostCounted, read } from './message.ts'
