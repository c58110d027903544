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

/** The reader's side of a text; Chinese when there is no English. */
export function read(text: Text, language: Language): string {
  return language === 'en' && text.en !== '' ? text.en : text.zh
}

/** Where counting the rows of a big list stops: the number stands for itself or more, and readers see a plus behind it. */
export const mostCounted = 1000

/** The best language for an `Accept-Language` header; Chinese when nothing fits. */
export function languageFor(header: string | undefined): Language {
  for (const wish of (header ?? '').split(',')) {
    const tag = wish.split(';')[0]!.trim().toLowerCase()
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-CN'
}
